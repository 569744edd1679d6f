"""Hội nghị bình xét: what the khối decided, and whom it put forward."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.documents.models import guards
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import BallotMode, BlockHonour, ScoringStatus
from .scoring import BlockScoring, ScoreCard


def _while_settled(scoring: str) -> pgtrigger.Trigger:
    """Refuse to change what a conference decided before the khối is settled, and once it has concluded."""
    return pgtrigger.Trigger(
        name="while_settled",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("stands", "TEXT"), ("part", "RECORD")],
        func=f"""
        part := COALESCE(NEW, OLD);
        SELECT status INTO stands FROM scoring_blockscoring WHERE id = ({scoring}) FOR SHARE;
        IF stands IS DISTINCT FROM '{ScoringStatus.SETTLED}' THEN
            RAISE EXCEPTION 'conference_while_settled: the scoring is %', stands
                USING ERRCODE = 'check_violation', CONSTRAINT = 'conference_while_settled';
        END IF;
        RETURN COALESCE(NEW, OLD);
        """,
    )


class BlockConference(models.Model):
    """What the minutes say. Who leads the khối from a day on follows from the conference that named them last."""

    scoring = models.OneToOneField(BlockScoring, on_delete=models.PROTECT, related_name="conference")
    held_on = models.DateField("ngày họp")
    begins_hour = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ends_hour = models.TimeField("kết thúc lúc", null=True, blank=True)  # of the same day
    venue = models.CharField("địa điểm", max_length=250)
    chair = models.CharField("chủ trì (họ tên, chức vụ)", max_length=250)
    secretary = models.CharField("thư ký (họ tên, chức vụ)", max_length=250)
    invited = models.PositiveSmallIntegerField("số đơn vị triệu tập")
    present = models.PositiveSmallIntegerField("số đơn vị có mặt")
    absent = models.TextField("vắng mặt, lý do", max_length=2000, blank=True)
    guests = models.TextField("khách mời", max_length=2000, blank=True)
    discussion = models.TextField("ý kiến, thảo luận", max_length=5000, blank=True)
    ballot_mode = models.CharField("cách biểu quyết", max_length=6, choices=BallotMode, default=BallotMode.HANDS)
    next_lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Khối trưởng năm sau"
    )
    next_deputy = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Khối phó năm sau"
    )
    takes_office_on = models.DateField("giữ nhiệm vụ từ ngày", null=True, blank=True)
    is_of_former_ranking = models.BooleanField(
        default=False, editable=False
    )  # the points were opened again since it was written

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ballot_mode__in=BallotMode.values), name="conference_ballot_known"),
            models.CheckConstraint(
                condition=Q(present__lte=F("invited")),
                name="conference_present_were_invited",
                violation_error_message="Số đơn vị có mặt không được nhiều hơn số triệu tập.",
            ),
            models.CheckConstraint(
                condition=Q(begins_hour__isnull=True) | Q(ends_hour__isnull=True) | Q(ends_hour__gt=F("begins_hour")),
                name="conference_ends_after_it_begins",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(next_lead__isnull=True, next_deputy__isnull=True, takes_office_on__isnull=True)
                | Q(next_lead__isnull=False, takes_office_on__isnull=False),
                name="conference_lead_from_a_day",
                violation_error_message="Ghi cả Khối trưởng năm sau và ngày giữ nhiệm vụ, hoặc bỏ trống cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(next_deputy__isnull=True) | ~Q(next_deputy=F("next_lead")),
                name="conference_deputy_is_another",
                violation_error_message="Khối phó phải là đơn vị khác Khối trưởng.",
            ),
        ]
        triggers = [guards.never_truncated(), _while_settled("part.scoring_id")]

    def __str__(self) -> str:
        return f"Hội nghị bình xét {self.scoring.block} năm {self.scoring.year}"

    @property
    def place(self) -> Unit:
        return self.scoring.place

    def get_absolute_url(self) -> str:
        return self.scoring.get_absolute_url()


class EndorsementQuerySet(models.QuerySet["LeaderEndorsement"]):
    def visible_to(self, user: Any) -> "EndorsementQuerySet":
        """Return whom the khối of one's alliance put forward, for its office, once they have concluded."""
        return self.filter(
            rights_of(user).reach("conference__scoring__block__alliance", *READING_OFFICE),
            conference__scoring__status=ScoringStatus.CONCLUDED,
        )


class LeaderEndorsement(models.Model):
    """Suy tôn: for what a unit was put forward, with how many of those present for it."""

    conference = models.ForeignKey(BlockConference, on_delete=models.CASCADE, related_name="endorsements")
    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="endorsements")
    honour = models.CharField("đề nghị", max_length=6, choices=BlockHonour)
    votes = models.PositiveSmallIntegerField("số đồng ý")
    votes_of = models.PositiveSmallIntegerField("trên tổng số")

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["honour", "card__rank", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(honour__in=BlockHonour.values), name="endorsement_honour_known"),
            models.UniqueConstraint(fields=["conference", "card"], name="endorsement_once"),
            models.CheckConstraint(condition=Q(votes__lte=F("votes_of")), name="endorsement_votes_of_those_present"),
        ]
        triggers = [_while_settled("SELECT scoring_id FROM scoring_blockconference WHERE id = part.conference_id")]

    def __str__(self) -> str:
        return f"{self.card.unit}: {self.get_honour_display()}"

    @property
    def place(self) -> Unit:
        return self.card.unit

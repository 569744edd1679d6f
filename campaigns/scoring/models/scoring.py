"""One khối scores its year: a card for each of its units, points of the unit, of another one and of the office."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.documents.models import guards
from emulation_portal.rights.held import rights_of
from units.models import EmulationBlock, Unit

from ..enums import CardStatus, CrossStatus, Scorer, ScoringStatus, SheetStatus
from ..procedures import CARD, CROSS, SCORING
from .sheet import POINTS, ScoreCriterion, ScoreSheet

# Whose points are written is written only while they lie with who writes them, and never more than the criterion has.
_POINTS_LIE_WITH_SCORER = f"""
SELECT c.status, s.status INTO card, scoring FROM scoring_scorecard c
    JOIN scoring_blockscoring s ON s.id = c.scoring_id
    WHERE c.id = COALESCE(NEW.card_id, OLD.card_id) FOR SHARE OF c, s;
SELECT status INTO cross_stands FROM scoring_crosscheck WHERE card_id = COALESCE(NEW.card_id, OLD.card_id) FOR SHARE;
lies := CASE COALESCE(NEW.scorer, OLD.scorer)
    WHEN '{Scorer.SELF}' THEN card = '{CardStatus.DRAFT}'
    WHEN '{Scorer.CROSS}' THEN COALESCE(cross_stands, '') = '{CrossStatus.DRAFT}'
    ELSE card = '{CardStatus.SENT}' END;
IF scoring IS DISTINCT FROM '{ScoringStatus.OPEN}' OR NOT lies THEN
    RAISE EXCEPTION 'points_lie_with_scorer: % of a card that is %', COALESCE(NEW.scorer, OLD.scorer), card
        USING ERRCODE = 'check_violation', CONSTRAINT = 'points_lie_with_scorer';
END IF;
IF TG_OP <> 'DELETE' AND NEW.points > (SELECT most_points FROM scoring_scorecriterion WHERE id = NEW.criterion_id) THEN
    RAISE EXCEPTION 'points_within_criterion: % are too many', NEW.points
        USING ERRCODE = 'check_violation', CONSTRAINT = 'points_within_criterion';
END IF;
IF TG_OP <> 'DELETE' AND NEW.scorer <> '{Scorer.APPRAISED}'
    AND (SELECT is_for_appraiser FROM scoring_scorecriterion WHERE id = NEW.criterion_id) THEN
    RAISE EXCEPTION 'points_of_the_appraiser: not of %', NEW.scorer
        USING ERRCODE = 'check_violation', CONSTRAINT = 'points_of_the_appraiser';
END IF;
RETURN COALESCE(NEW, OLD);
"""


# Who moved from one khối to another is scored in one of them. Of two acts at once the second waits at the unit and then sees.
_ONCE_IN_A_YEAR = f"""
IF NEW.status = '{CardStatus.EXCUSED}' OR (TG_OP = 'UPDATE' AND OLD.status <> '{CardStatus.EXCUSED}') THEN
    RETURN NEW;
END IF;
PERFORM FROM units_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
IF EXISTS (
    SELECT FROM scoring_blockscoring mine
    JOIN units_emulationblock own ON own.id = mine.block_id
    JOIN scoring_scorecard c ON c.unit_id = NEW.unit_id AND c.id <> NEW.id AND c.status <> '{CardStatus.EXCUSED}'
    JOIN scoring_blockscoring other ON other.id = c.scoring_id AND other.year = mine.year
    JOIN units_emulationblock theirs ON theirs.id = other.block_id AND theirs.kind = own.kind
    WHERE mine.id = NEW.scoring_id
) THEN
    RAISE EXCEPTION 'score_card_once_in_a_year: unit % has another', NEW.unit_id
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'score_card_once_in_a_year';
END IF;
RETURN NEW;
"""


class BlockScoringQuerySet(models.QuerySet["BlockScoring"]):
    def visible_to(self, user: Any) -> "BlockScoringQuerySet":
        """Return those of one's alliance for its office, of the khối one leads, and of the khối in which one's unit is scored."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        mine = ScoreCard.objects.filter(rights.reach("unit", *WRITERS)).values("scoring")
        office = rights.reach("block__alliance", *READING_OFFICE)
        return self.filter(office | Q(block__in=rights.block_ids()) | Q(pk__in=mine))


class BlockScoring(models.Model):
    """Chấm điểm of a khối for a year, by the sheet that holds. The days are those by which each should be done."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scorings")
    block = models.ForeignKey(EmulationBlock, on_delete=models.PROTECT, related_name="scorings")
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField("trạng thái", max_length=10, choices=ScoringStatus, default=ScoringStatus.OPEN)
    counts_from = models.DateField("tính từ ngày")
    counts_to = models.DateField("đến hết ngày")
    self_due_on = models.DateField("hạn tự chấm, hết ngày")
    cross_due_on = models.DateField("hạn chấm chéo, hết ngày")
    flags = models.PositiveSmallIntegerField("số Cờ được suy tôn")
    merits = models.PositiveSmallIntegerField("số Bằng khen được suy tôn")
    settled_on = models.DateField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)  # counts what its steps rest on

    objects = BlockScoringQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "block__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ScoringStatus.values), name="block_scoring_status_known"),
            models.UniqueConstraint(fields=["block", "year"], name="block_scoring_once_a_year"),
            models.CheckConstraint(condition=Q(counts_to__gte=F("counts_from")), name="block_scoring_days_in_order"),
            models.CheckConstraint(
                condition=Q(cross_due_on__gte=F("self_due_on")),
                name="block_scoring_cross_after_self",
                violation_error_message="Hạn chấm chéo không được trước hạn tự chấm.",
            ),
            models.CheckConstraint(
                condition=Q(status=ScoringStatus.OPEN) | Q(settled_on__isnull=False),
                name="block_scoring_settled_on_a_day",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(SCORING.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=SCORING.moves()),
            pgtrigger.Trigger(
                name="by_issued_sheet",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                IF (SELECT status FROM scoring_scoresheet WHERE id = NEW.sheet_id) <> '{SheetStatus.ISSUED}' THEN
                    RAISE EXCEPTION 'block_scoring_by_issued_sheet: the sheet is not in use'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'block_scoring_by_issued_sheet';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Chấm điểm {self.block} năm {self.year}"

    @property
    def place(self) -> Unit:
        return self.block.alliance

    @property
    def is_open(self) -> bool:
        return self.status == ScoringStatus.OPEN

    @property
    def is_settled(self) -> bool:
        return self.status == ScoringStatus.SETTLED

    @property
    def has_ranking(self) -> bool:
        """Return whether its units see who stands where."""
        return not self.is_open

    def above(self) -> list[tuple[str, str]]:
        return [("Chấm điểm khối", address("scoring:list"))]

    def trail(self) -> list[tuple[str, str]]:
        return [*self.above(), (f"{self.block} {self.year}", self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("scoring:scoring", pk=self.pk)


class ScoreCardQuerySet(models.QuerySet["ScoreCard"]):
    def visible_to(self, user: Any) -> "ScoreCardQuerySet":
        """Return one's unit's, those it cross-scores, those of the khối one leads, and all of one's alliance for its office."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        office, own = rights.reach("unit", *READING_OFFICE), rights.reach("unit", *WRITERS)
        crossed = Q(pk__in=CrossCheck.objects.filter(rights.reach("unit", *WRITERS)).values("card"))
        return self.filter(office | own | crossed | Q(scoring__block__in=rights.block_ids()))


class ScoreCard(models.Model):
    """Phiếu điểm of a unit. Its total, rank and grade are written down when the khối settles, and are nothing before."""

    scoring = models.ForeignKey(BlockScoring, on_delete=models.PROTECT, related_name="cards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="score_cards")
    status = models.CharField("trạng thái", max_length=14, choices=CardStatus, default=CardStatus.DRAFT)
    owner_since = models.DateTimeField(null=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_signed_alone = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)  # what stands there now; none while it is written anew
    appraised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_mostly_women = models.BooleanField("tập thể có phần lớn là nữ", default=False)
    tie_votes = models.PositiveSmallIntegerField("số phiếu khi bằng điểm", null=True)
    proposals = models.JSONField(default=dict, editable=False)  # by criterion: points or null, words; when appraised
    base_points = models.DecimalField(null=True, **POINTS)
    bonus_points = models.DecimalField(null=True, **POINTS)
    deducted_points = models.DecimalField(null=True, **POINTS)
    total_points = models.DecimalField(null=True, **POINTS)
    rank = models.PositiveSmallIntegerField(null=True)
    grade = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ScoreCardQuerySet.as_manager()

    class Meta:
        ordering = ["scoring", F("rank").asc(nulls_last=True), "unit__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CardStatus.values), name="score_card_status_known"),
            models.UniqueConstraint(fields=["scoring", "unit"], name="score_card_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(is_signed_alone=True) | ~Q(confirmed_by=F("drafted_by")),
                name="score_card_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[CardStatus.SENT, CardStatus.APPRAISED])
                | Q(sent_at__isnull=False, confirmed_by__isnull=False),
                name="score_card_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(total_points__isnull=True, rank__isnull=True, grade="")
                | Q(total_points__gte=0, rank__gte=1, status=CardStatus.APPRAISED),
                name="score_card_ranked_when_appraised",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(CARD.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=CARD.moves()),
            pgtrigger.Trigger(
                name="score_card_once_in_a_year",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                when=pgtrigger.Before,
                func=_ONCE_IN_A_YEAR,
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu điểm năm {self.scoring.year} của {self.unit}"

    @property
    def place(self) -> Unit:
        return self.unit

    @property
    def is_draft(self) -> bool:
        return self.status == CardStatus.DRAFT

    @property
    def is_sent(self) -> bool:
        """Return whether others than the unit may read what it gave itself."""
        return self.status in (CardStatus.SENT, CardStatus.APPRAISED, CardStatus.EXCUSED) and self.sent_at is not None

    @property
    def is_to_appraise(self) -> bool:
        return self.status == CardStatus.SENT

    def trail(self) -> list[tuple[str, str]]:
        return [*self.scoring.trail(), (str(self.unit), self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("scoring:card", pk=self.pk)


class CriterionScore(models.Model):
    """What one of the three who score gives for a criterion; None while nothing is given, which is not 0."""

    card = models.ForeignKey(ScoreCard, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(ScoreCriterion, on_delete=models.PROTECT, related_name="+")
    scorer = models.CharField(max_length=10, choices=Scorer)
    points = models.DecimalField(null=True, **POINTS)
    note = models.TextField("căn cứ, lý do", max_length=1000, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scorer__in=Scorer.values), name="criterion_scorer_known"),
            models.UniqueConstraint(fields=["card", "criterion", "scorer"], name="criterion_scored_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="criterion_points_positive"
            ),
        ]
        triggers = [
            guards.never_truncated(),
            pgtrigger.Trigger(
                name="points_lie_with_scorer",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("card", "TEXT"), ("scoring", "TEXT"), ("cross_stands", "TEXT"), ("lies", "BOOLEAN")],
                func=_POINTS_LIE_WITH_SCORER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class CrossCheckQuerySet(models.QuerySet["CrossCheck"]):
    def visible_to(self, user: Any) -> "CrossCheckQuerySet":
        """Return those that one's unit does, and all of one's alliance for its office."""
        rights = rights_of(user)
        return self.filter(rights.reach("unit", *READING_OFFICE) | rights.reach("unit", *WRITERS))


class CrossCheck(models.Model):
    """Chấm chéo: another unit of the khối scores a card, once its unit has sent it."""

    card = models.OneToOneField(ScoreCard, on_delete=models.PROTECT, related_name="cross")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cross_checks")
    status = models.CharField("trạng thái", max_length=10, choices=CrossStatus, default=CrossStatus.DRAFT)
    revision = models.PositiveIntegerField(default=1, editable=False)  # counts what its steps rest on
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CrossCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CrossStatus.values), name="cross_check_status_known"),
        ]
        triggers = [
            guards.never_truncated(),
            guards.begins_as(CROSS.start),
            pgtrigger.Protect(
                name="sent_is_not_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=CrossStatus.SENT),
            ),
            pgtrigger.FSM(name="status_moves", field="status", transitions=CROSS.moves()),
            pgtrigger.Trigger(
                name="by_another_unit",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NOT EXISTS (SELECT FROM scoring_scorecard own JOIN scoring_scorecard other USING (scoring_id)
                    WHERE own.id = NEW.card_id AND other.unit_id = NEW.unit_id AND other.id <> own.id) THEN
                    RAISE EXCEPTION 'cross_check_by_another_unit: of the same khối'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'cross_check_by_another_unit';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} chấm chéo {self.card.unit}"

    @property
    def place(self) -> Unit:
        return self.unit

    @property
    def is_draft(self) -> bool:
        return self.status == CrossStatus.DRAFT

    def get_absolute_url(self) -> str:
        return self.card.get_absolute_url()

    def due_on(self) -> dt.date:
        return self.card.scoring.cross_due_on

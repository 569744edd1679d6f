"""The giao ước of a khối for a year: what it says, and what it said each time it was signed."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.core.dates import today
from emulation_portal.documents.models import guards
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import BlockMembership, EmulationBlock, Unit

from ..enums import PledgeStatus
from ..procedures import PLEDGE
from ..regulations import why_not_concluded

# What a giao ước says changes only while it is being written.
_TEXT_WHILE_DRAFT = pgtrigger.Protect(
    name="text_while_draft",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        f"OLD.status <> '{PledgeStatus.DRAFT}' AND (OLD.block_id, OLD.year, OLD.preamble, OLD.content)"
        " IS DISTINCT FROM (NEW.block_id, NEW.year, NEW.preamble, NEW.content)"
    ),
)
_TARGETS_WHILE_DRAFT = pgtrigger.Trigger(
    name="written_while_draft",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("stands", "TEXT")],
    func=f"""
    SELECT status INTO stands FROM pledges_pledge WHERE id = COALESCE(NEW.pledge_id, OLD.pledge_id) FOR SHARE;
    IF stands IS DISTINCT FROM '{PledgeStatus.DRAFT}' THEN
        RAISE EXCEPTION 'pledge_is_draft: it is % and takes no change', stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_is_draft';
    END IF;
    RETURN COALESCE(NEW, OLD);
    """,
)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: Any) -> "PledgeQuerySet":
        """Return those of one's office and of the blocks one leads; of a unit's block what was opened to be signed."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        own = Unit.objects.filter(rights.reach("", *WRITERS))
        today_in = BlockMembership.objects.in_force(on=today()).filter(unit__in=own)
        party_to = own.filter(pledge_parties__removed_on__isnull=True).values("pledge_parties__pledge")
        of_unit = Q(block__in=today_in.values("block")) | Q(pk__in=party_to)
        opened = Q(opened_on__isnull=False) & ~Q(status=PledgeStatus.DROPPED)
        return self.filter(
            rights.reach("block__alliance", *READING_OFFICE) | Q(block__in=rights.block_ids()) | of_unit & opened
        )

    def readable_by(self, user: Any) -> "PledgeQuerySet":
        """Return those whose text the user reads: units read none that is being written anew."""
        rights = rights_of(user)
        writing = rights.reach("block__alliance", *READING_OFFICE) | Q(block__in=rights.block_ids())
        return self.visible_to(user).filter(writing | ~Q(status=PledgeStatus.DRAFT))

    def written_by(self, user: Any) -> "PledgeQuerySet":
        """Return those that the user may write, open and conclude."""
        rights = rights_of(user)
        return self.filter(rights.reach("block__alliance", Role.OFFICER) | Q(block__in=rights.block_ids()))


class Pledge(models.Model):
    """Giao ước thi đua of a khối, cụm for a year. Its text is frozen as a version when its signing opens."""

    block = models.ForeignKey(
        EmulationBlock, on_delete=models.PROTECT, related_name="pledges", verbose_name="khối, cụm"
    )
    year = models.PositiveSmallIntegerField("năm")
    due_on = models.DateField("hạn ký")
    preamble = models.TextField("lời mở đầu", blank=True)
    content = models.TextField("nội dung giao ước", blank=True)
    status = models.CharField("trạng thái", max_length=9, choices=PledgeStatus, default=PledgeStatus.DRAFT)
    owner_since = models.DateTimeField(null=True, editable=False)
    opened_on = models.DateField(null=True)  # the first time
    concluded_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "block__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PledgeStatus.values), name="pledge_status_known"),
            models.UniqueConstraint(
                fields=["block", "year"],
                condition=~Q(status=PledgeStatus.DROPPED),
                name="pledge_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[PledgeStatus.DRAFT, PledgeStatus.DROPPED]) | Q(opened_on__isnull=False),
                name="pledge_opened_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status=PledgeStatus.CONCLUDED, concluded_on__isnull=False)
                | ~Q(status=PledgeStatus.CONCLUDED) & Q(concluded_on__isnull=True),
                name="pledge_concluded_on_a_day",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(PLEDGE.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=PLEDGE.moves()),
            _TEXT_WHILE_DRAFT,
        ]

    def __str__(self) -> str:
        return f"Giao ước thi đua năm {self.year} của {self.block}"

    @property
    def place(self) -> Unit:
        return self.block.alliance

    @property
    def is_being_written(self) -> bool:
        return self.status == PledgeStatus.DRAFT

    @property
    def is_signed_now(self) -> bool:
        """Return whether units sign it now."""
        return self.status == PledgeStatus.SIGNING

    @property
    def is_concluded(self) -> bool:
        return self.status == PledgeStatus.CONCLUDED

    def members(self, *, on: dt.date) -> Any:
        """Return the units that compete in the block on the day and work."""
        return Unit.objects.competing_in(self.block_id, on=on).order_by("name", "pk")

    def signed_of(self) -> tuple[int, int]:
        """Return how many of how many parties have signed."""
        standing = self.parties.filter(removed_on__isnull=True)
        signed = Q(signatures__isnull=False, signatures__voided_at__isnull=True)
        found = standing.aggregate(parties=models.Count("pk", distinct=True), signed=models.Count("pk", filter=signed))
        return found["signed"], found["parties"]

    def why_not_concluded(self, *, on: dt.date) -> str:
        """Return why it cannot be concluded on the day; "" when it can."""
        return why_not_concluded(*self.signed_of(), self.due_on, on=on)

    def last_version(self) -> "PledgeVersion | None":
        return self.versions.order_by("-number").first()

    def trail(self) -> list[tuple[str, str]]:
        here = f"{self.block}, năm {self.year}"
        return [("Giao ước thi đua", address("pledges:list")), (here, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("pledges:pledge", pk=self.pk)


class PledgeTarget(models.Model):
    """A common chỉ tiêu of the khối, and how much of it, in its own words."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    aim = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="pledge_target_says_something")]
        triggers = [_TARGETS_WHILE_DRAFT]

    def __str__(self) -> str:
        return self.words


class PledgeVersion(models.Model):
    """What was opened to be signed the so many-th time: signatures name it, and it never changes."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # content.as_plain
    digest = models.CharField(max_length=64)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="pledge_version_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="pledge_digest_shape"),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.never_changed(),
        ]

    def __str__(self) -> str:
        return f"Bản thứ {self.number}"

    @property
    def short_digest(self) -> str:
        """Return the beginning of the digest in groups of four, as it is printed and read aloud."""
        return "-".join(self.digest[at : at + 4] for at in range(0, 16, 4))

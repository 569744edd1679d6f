"""Who is to sign a giao ước, and who did."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from emulation_portal.core.addresses import address_of
from emulation_portal.documents.models import guards
from emulation_portal.files.models import StoredFile
from units.models import BlockMembership, Unit
from units.models.organisation import NAME_COLLATION

from ..enums import PledgeStatus, SignatureWay
from .pledge import Pledge, PledgeVersion

# Who is to sign, and who did, is settled once the giao ước is concluded; signatures come and go only while it is signed.
_WHILE_SIGNED = """
    SELECT status INTO stands FROM pledges_pledge WHERE id = {pledge} FOR SHARE;
    IF stands IS DISTINCT FROM '{signing}' {besides} THEN
        RAISE EXCEPTION 'pledge_is_signed_now: it is %', stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_is_signed_now';
    END IF;
    RETURN NEW;
"""


def _while_signed(pledge: str, besides: str = "") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="while_signed",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        declare=[("stands", "TEXT")],
        func=_WHILE_SIGNED.format(pledge=pledge, signing=PledgeStatus.SIGNING, besides=besides),
    )


class PartyQuerySet(models.QuerySet["PledgeParty"]):
    def visible_to(self, user: Any) -> "PartyQuerySet":
        """Return the parties of the giao ước that one sees: each sees who else has signed."""
        return self.filter(pledge__in=Pledge.objects.visible_to(user))

    def standing(self) -> "PartyQuerySet":
        """Leave out those that were taken off."""
        return self.filter(removed_on__isnull=True)

    def unsigned(self) -> "PartyQuerySet":
        """Return those that stand and have no valid signature."""
        valid = PledgeSignature.objects.valid().filter(party=models.OuterRef("pk"))
        return self.standing().filter(~models.Exists(valid))

    def still_there(self, *, on: dt.date) -> "PartyQuerySet":
        """Return those whose unit works and is in the khối on the day: others can sign no more."""
        members = BlockMembership.objects.in_force(on=on).filter(
            block=models.OuterRef("pledge__block"), unit=models.OuterRef("unit")
        )
        return self.filter(models.Exists(members), unit__in=Unit.objects.working(on=on))


class PledgeParty(models.Model):
    """A unit that is to sign: of those in the khối when the signing opened, or added since. `name` as it stood then."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="parties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pledge_parties")
    name = models.CharField(max_length=250, db_collation=NAME_COLLATION)
    added_on = models.DateField()
    removed_on = models.DateField(null=True)
    removal_reason = models.TextField(blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "unit"], condition=Q(removed_on__isnull=True), name="pledge_party_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removal_reason="")
                | Q(removed_on__isnull=False) & ~Q(removal_reason=""),
                name="pledge_party_removed_with_reason",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            pgtrigger.ReadOnly(name="party_stays", fields=["pledge", "unit", "name", "added_on"]),
            # Opening the signing writes them down while the giao ước is still a draft.
            _while_signed("NEW.pledge_id", f"AND stands IS DISTINCT FROM '{PledgeStatus.DRAFT}'"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.unit

    def get_absolute_url(self) -> str:
        return address_of("pledges:sign", pk=self.pk)


class SignatureQuerySet(models.QuerySet["PledgeSignature"]):
    def visible_to(self, user: Any) -> "SignatureQuerySet":
        return self.filter(party__in=PledgeParty.objects.visible_to(user))

    def valid(self) -> "SignatureQuerySet":
        return self.filter(voided_at__isnull=True)


class PledgeSignature(models.Model):
    """That a unit signed a version: by its head on the portal, or by hand on the scan that was filed.

    Name and title are those of the day. One that was withdrawn, or whose text was recalled, is void and stays.
    """

    party = models.ForeignKey(PledgeParty, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(PledgeVersion, on_delete=models.PROTECT, related_name="signatures")
    way = models.CharField(max_length=6, choices=SignatureWay)
    signer_name = models.CharField(max_length=120)
    signer_title = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(voided_at__isnull=True), name="pledge_signature_one_valid"
            ),
            models.CheckConstraint(condition=~Q(signer_name=""), name="pledge_signature_by_somebody"),
            models.CheckConstraint(
                condition=Q(way=SignatureWay.PORTAL, scan__isnull=True) | Q(way=SignatureWay.PAPER, scan__isnull=False),
                name="pledge_signature_on_paper_has_scan",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="pledge_signature_void_with_reason",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            pgtrigger.ReadOnly(name="signature_stays", exclude=["voided_at", "voided_by", "void_reason"]),
            pgtrigger.Protect(
                name="void_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.voided_at IS NOT NULL"),
            ),
            _while_signed("(SELECT pledge_id FROM pledges_pledgeparty WHERE id = NEW.party_id)"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.signer_name}"

    @property
    def place(self) -> Unit:
        return self.party.unit

    @property
    def is_on_paper(self) -> bool:
        return self.way == SignatureWay.PAPER

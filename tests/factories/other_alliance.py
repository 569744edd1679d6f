"""Two alliances in one database: our portal with one of everything, and what the other one has of its own."""

import datetime as dt
from types import SimpleNamespace

from campaigns.models import Campaign, CampaignPlan
from campaigns.reports.actions import let_sign_alone
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.actions import open_draft, register_transcription
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import Role
from units.models import EmulationBlock, Unit

from . import documents, history, pledges, portal, registrations, reports, summaries
from .people import SigningAuthorityFactory, alliance

# The frame of every page and many papers name the house of the factories; ours has another name here.
OUR_ALLIANCE, OUR_ISSUER, OUR_BLOCK, OUR_SIGNER = "Liên minh Của Ta", "Cơ quan Của Ta", "Khối Của Ta", "Ký Của Ta"
NUMBER, PAPER_DAY = 644, dt.date(2021, 11, 26)  # of a paper that both books have


def two_alliances() -> SimpleNamespace:
    """Return `portal.build()` with the other alliance in `theirs`."""
    Unit.objects.filter(pk=alliance().pk).update(name=OUR_ALLIANCE, short_name=OUR_ALLIANCE)
    documents.issuer(full_name=OUR_ISSUER)
    w = portal.build()
    EmulationBlock.objects.filter(pk=w.block.pk).update(name=OUR_BLOCK)
    w.later_signing = SigningAuthorityFactory(unit=w.alliance, person__full_name=OUR_SIGNER)  # on no paper yet
    w.theirs = _theirs(w)
    return w


def _theirs(w: SimpleNamespace) -> SimpleNamespace:
    top = Unit.objects.get(code="LMHTX-B")
    t = SimpleNamespace(unit=top, users={role: w.others[f"other_{role}"] for role in Role.values})
    t.member, t.block = Unit.objects.get(root_id=top.pk, code="HTX-001"), top.blocks.get()
    t.issuer = Issuer.objects.create(
        unit=top, name_lines="Cơ quan Của Họ", full_name="Cơ quan Của Họ", symbol="LMHTX", place_name="Nơi Họ"
    )
    t.signing = SigningAuthorityFactory(unit=top, person__alliance=top)
    t.draft = their_draft(t, summary="Kế hoạch của họ", signing=t.signing)
    paper = their_draft(
        t,
        summary="Văn bản của họ",
        is_transcription=True,
        paper_number=NUMBER,
        paper_symbol="KH-LMHTX",
        paper_issued_on=PAPER_DAY,
    )
    t.paper = register_transcription(draft_id=paper.pk, by=t.users["clerk"], today=today())
    t.indicator = reports.indicator("CUA_HO", name="Chỉ tiêu của họ", alliance=top)
    t.demand = reports.demand(t.indicator, campaign=t.draft.campaign)
    t.report = reports.report(t.demand, t.member)
    t.registration_call = registrations.call(of=top)
    t.registration = registrations.begun(t.registration_call, t.member, t.users["unit_editor"])
    t.conduct = history.conduct(t.member, by=t.users["officer"])
    t.past_award = history.past_award(
        t.member, by=t.users["officer"], name="Tổ của họ", subject="collective", award="TTLDTT"
    )
    t.summary = summaries.begun_from(t.demand, t.demand.periods.first(), issuer=t.issuer, by=t.users["officer"])
    t.pledge = pledges.draft(t.block, by=t.users["officer"])
    t.sole_sign_off = let_sign_alone(unit_id=t.member.pk, reason="Hai người.", by=t.users["officer"], on=today())
    return t


def their_draft(t: SimpleNamespace, *, campaign: Campaign | None = None, **fields) -> CampaignPlan:
    """Open a draft of theirs, by their officer; with a new campaign unless one is given."""
    campaign = campaign or Campaign(name=f"Phong trào của họ: {fields['summary']}")
    fields = {"issuer": t.issuer} | fields
    return open_draft("plan", fields, {"campaign": campaign}, by=t.users["officer"])

"""Papers that speak of a campaign, of any kind, carried along their way by the cast."""

import datetime as dt

from campaigns.models import CampaignPaper, CampaignPlan
from campaigns.sample.papers import written
from campaigns.sample.staging import Cast as SampleCast
from emulation_portal.documents.drafts.actions import start_successor
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.drafts.registry import kind_named
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking
from units.enums import SigningForm
from units.models import SigningAuthority

from . import campaigns
from .campaigns import DAY
from .people import SigningAuthorityFactory, alliance

# Who takes a step of any paper's way.
HANDS = {
    "submitted": "officer",
    "returned": "chief",
    "passed_on": "chief",
    "approved": "leader",
    "approved_by_chief": "chief",
    "issued": "clerk",
    "transcribed": "clerk",
    "discarded": "officer",
    "revoked": "leader",
}
_DRAFTED = ("submitted", "passed_on", "approved", "issued", "revoked")
_TRANSCRIBED = ("transcribed", "revoked")


def by_order() -> SigningAuthority:
    """Return the right of the Chief of Office to sign TL., made on first call."""
    found = SigningAuthority.objects.filter(form=SigningForm.TL).first()
    return found or SigningAuthorityFactory(unit=alliance(), form=SigningForm.TL, own_title="Chánh Văn phòng")


def complete(kind: str, *, on: dt.date = DAY, **changes) -> CampaignPaper:
    """Return a draft that lacks nothing, of a campaign that is going on."""
    who = campaigns.cast()
    campaign = campaigns.plan_in(DraftStatus.ISSUED, on=on).campaign
    cast = SampleCast(
        who.officer, who.chief, who.leader, who.clerk, campaigns.issuer(), campaigns.signing(), by_order()
    )
    paper = written(
        kind, "Về một việc của phong trào", [("Nội dung", "Các đơn vị thực hiện.")], campaign, cast, **changes
    )
    return kind_named(kind).model.objects.get(pk=paper.pk)


def transcription(kind: str, *, number: int = 7, on: dt.date = dt.date(2025, 3, 3)) -> CampaignPaper:
    symbol = campaigns.issuer().symbol_of(kind_named(kind).type)
    return complete(kind, is_transcription=True, paper_number=number, paper_symbol=symbol, paper_issued_on=on)


def in_state(kind: str, status: str, *, is_transcription: bool = False) -> CampaignPaper:
    """Return a paper of the kind in this state, taken there step by step as its procedure declares."""
    number = 600 + list(DraftStatus).index(DraftStatus(status))
    paper = transcription(kind, number=number) if is_transcription else complete(kind)
    if status == DraftStatus.SUPERSEDED:
        return _superseded(paper)
    events = _TRANSCRIBED if is_transcription else _DRAFTED
    for event in _way_to(status, events):
        step(paper, event)
    return _again(paper)


def _way_to(status: str, events: tuple[str, ...]) -> list[str]:
    if status == DraftStatus.DISCARDED:
        return ["discarded"]
    if status == DraftStatus.RETURNED:
        return ["submitted", "returned"]
    stops = {
        DraftStatus.DRAFT: None,
        DraftStatus.DEPT_REVIEW: "submitted",
        DraftStatus.LEADER_REVIEW: "passed_on",
        DraftStatus.APPROVED: "approved",
        DraftStatus.ISSUED: events[-2],
        DraftStatus.REVOKED: "revoked",
    }
    last = stops[DraftStatus(status)]
    return list(events[: events.index(last) + 1]) if last else []


def step(paper: CampaignPaper | CampaignPlan, event: str) -> None:
    """Let the one whose step it is take it; a way that has no such step goes on without."""
    procedure = next(
        each for each in kind_named(paper.kind).procedures if each.narrow["is_transcription"] == paper.is_transcription
    )
    known = [each for each in procedure.steps if each.event == event]
    if known:
        hand = HANDS["approved_by_chief"] if event == "approved" and not _needs_leader(procedure) else HANDS[event]
        answers = campaigns.answers_to(event)
        take(procedure, event, Taking(paper.pk, getattr(campaigns.cast(), hand), DAY, answers=answers))


def amended(plan: CampaignPlan) -> CampaignPlan:
    """Return an amendment of the plan, in force."""
    new = start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=campaigns.cast().officer)
    new.sections.update(body="Hạn nộp hồ sơ lùi lại mười ngày.")
    for event in ("submitted", "passed_on", "approved", "issued"):
        step(new, event)
    return CampaignPlan.objects.get(pk=new.pk)


def _needs_leader(procedure) -> bool:
    return DraftStatus.LEADER_REVIEW in procedure.states


def _superseded(paper: CampaignPaper) -> CampaignPaper:
    """Return a transcription whose correction stands in the register; a paper replaced by a new one."""
    step(paper, "transcribed" if paper.is_transcription else "submitted")
    for event in () if paper.is_transcription else ("passed_on", "approved", "issued"):
        step(paper, event)
    procedure = kind_named(paper.kind).procedures[int(paper.is_transcription)]
    event = "correction_started" if paper.is_transcription else "replacement_started"
    new = take(procedure, event, Taking(paper.pk, campaigns.cast().officer, DAY))
    for event in ("transcribed",) if paper.is_transcription else ("submitted", "passed_on", "approved", "issued"):
        step(new, event)
    return _again(paper)


def _again(paper: CampaignPaper) -> CampaignPaper:
    return type(paper).objects.get(pk=paper.pk)

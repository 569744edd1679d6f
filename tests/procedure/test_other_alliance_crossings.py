"""Nothing of ours comes into a paper of theirs, nor anything of theirs into ours; each alliance counts its own numbers."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents import actions as documents
from emulation_portal.documents.actions.bookkeeping import ClerkColumns, edit_line
from emulation_portal.documents.actions.setup import create_issuer, save_issuer
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import writing
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.documents.drafts.models import Draft, PaperImport
from emulation_portal.documents.drafts.queries import line_that_has
from emulation_portal.documents.models import Document, Issuer, PaperEffect, RegisterEntry
from emulation_portal.documents.reading import ParsedPaper
from emulation_portal.rights.enums import Role
from tests.factories.documents import issued_document, order
from tests.factories.other_alliance import NUMBER, OUR_ISSUER, PAPER_DAY, their_draft
from tests.factories.people import AppointmentFactory
from tests.rights.test_two_alliances import tried
from tests.scenarios.desk import Desk, Page
from units.models import EmulationBlock, Unit

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]

TEXT = b"K\xe1\xba\xbe HO\xe1\xba\xa0CH\n\nThi \xc4\x91ua\n\nI. M\xe1\xbb\xa4C \xc4\x90\xc3\x8dCH\n\nThi \xc4\x91ua.\n"


def general(draft: Any, **changes: Any) -> dict[str, Any]:
    campaign = draft.campaign
    names = ("kind", "theme", "parent_movement", "period_from", "period_to", "dossiers_from", "dossiers_to")
    own = {name: getattr(draft, name) for name in writing.GENERAL}
    return {**own, "campaign_name": campaign.name, **{name: getattr(campaign, name) for name in names}, **changes}


def recipients(**changes: Any) -> dict[str, Any]:
    nobody = {"addressed_blocks": EmulationBlock.objects.none(), "addressed_units": Unit.objects.none()}
    return {"addresses_everyone": False, **nobody, "recipients": [], **changes}


def edit(draft: Any, part: str, change: Callable[[Any], None], by: Any) -> Any:
    return actions.edit_draft(draft_id=draft.pk, revision=draft.revision, by=by, part=part, change=change)


def confirm(source: PaperImport, by: Any, *, issuer: Issuer, **own: Any) -> Any:
    read = actions.as_read(ParsedPaper.from_json(source.parsed), "plan", issuer=issuer, on=today())
    read.own.update(own)
    return actions.confirm_import(import_id=source.pk, confirmed=read, by=by)


def crossings_of_drafts(w: SimpleNamespace) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Return acts of their people that would bring something of ours into a draft of theirs, and what they meet."""
    t, by = w.theirs, w.theirs.users["officer"]
    source = actions.read_paper_file("plan", "cua-ho.md", TEXT, by=by, on=today())
    into, no = "OfAnotherAlliance", "PermissionDenied"

    def named(**what: Any) -> Callable[[], Any]:
        return lambda: edit(t.draft, "recipients", writing.recipients(recipients(**what)), by)

    return {
        "issuer": (no, lambda: their_draft(t, summary="x", issuer=w.issuer)),
        "campaign": (into, lambda: their_draft(t, summary="x", campaign=w.draft_campaign)),
        "signer": (into, lambda: their_draft(t, summary="x", signing=w.signing)),
        "second signer": (into, lambda: their_draft(t, summary="x", signing=t.signing, co_signing=w.signing)),
        "predecessor": (into, lambda: their_draft(t, summary="x", predecessor=w.issued_plan, relation="amendment")),
        "issuer, later": (no, lambda: edit(t.draft, "general", writing.general(general(t.draft, issuer=w.issuer)), by)),
        "signer, later": (into, named(signing=w.signing)),
        "units addressed": (into, named(addressed_units=Unit.objects.filter(pk=w.own_unit.pk))),
        "blocks addressed": (into, named(addressed_blocks=EmulationBlock.objects.filter(pk=w.block.pk))),
        "our file": ("ImportUnfit", lambda: confirm(w.import_of_officer, by, issuer=t.issuer)),
        "file, our issuer": (no, lambda: confirm(source, by, issuer=w.issuer)),
        "file, our campaign": (into, lambda: confirm(source, by, issuer=t.issuer, campaign=w.draft_campaign)),
    }


def crossings_of_papers(w: SimpleNamespace) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Return what their people would issue in our book, or let a paper of the one do to one of the other."""
    t, on = w.theirs, today()
    officer, clerk, leader = (t.users[role] for role in ("officer", "clerk", "leader"))
    ours, through, no, wrong = w.document, documents.RevokedBy(w.document), "PermissionDenied", "WrongPaper"

    def issue(of: Issuer, number: int | None = None, **older: Any) -> Callable[[], Any]:
        act = documents.transcribe if number else documents.issue
        return lambda: act(order(of=of, on=on, number=number), by=clerk, today=on, **older)

    def begin(relation: Relation, draft: Draft, by: Any) -> Callable[[], Any]:
        return lambda: actions.start_successor(draft_id=draft.pk, relation=relation, by=by)

    def revoke() -> Any:
        return actions.revoke_draft(draft_id=t.paper.pk, by=leader, on=on, reason="x", through=through)

    return {
        "amend ours": (no, begin(Relation.AMENDMENT, w.issued_plan, officer)),
        "replace ours": (no, begin(Relation.REPLACEMENT, w.issued_plan, officer)),
        "correct ours": (no, begin(Relation.CORRECTION, w.registered, clerk)),
        "issue in our book": (no, issue(w.issuer)),
        "transcribe in our book": (no, issue(w.issuer, 9)),
        "theirs replaces ours": (wrong, issue(t.issuer, supersedes=ours)),
        "theirs amends ours": (wrong, issue(t.issuer, amends=ours)),
        "theirs corrects ours": (wrong, issue(t.issuer, 9, supersedes=w.registered.document)),
        "theirs revoked by ours": (wrong, revoke),
    }


def acts_on_our_books(w: SimpleNamespace) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Return what the strongest of theirs would do to papers, lines and issuers of ours."""
    t, on, no = w.theirs, today(), "PermissionDenied"
    clerk, leader, admin = (t.users[role] for role in ("clerk", "leader", "admin"))
    columns, through = ClerkColumns("", 1, None, "", ""), documents.RevokedBy(t.paper.document)
    forged = Issuer(pk=w.issuer.pk, unit=t.unit, full_name="x")

    return {
        "revoke": (
            no,
            lambda: documents.revoke(document_id=w.document.pk, reason="x", by=leader, on=on, through=through),
        ),
        "line": (no, lambda: edit_line(entry_id=w.entry.pk, columns=columns, by=clerk, today=on)),
        "number": (no, lambda: documents.void_number(entry_id=w.revoked_entry.pk, reason="x", by=clerk)),
        "header": (no, lambda: save_issuer(w.issuer, by=admin, this_year=on.year)),
        "header, as if theirs": (no, lambda: save_issuer(forged, by=admin, this_year=on.year)),
        "new issuer": (no, lambda: create_issuer(Issuer(unit=w.council, full_name="x"), by=admin)),
    }


@pytest.mark.parametrize("crossings", [crossings_of_drafts, crossings_of_papers, acts_on_our_books])
def test_nothing_crosses_in_the_acts(w: SimpleNamespace, crossings: Callable[..., Any]) -> None:
    tries = crossings(w)
    rows = [model.objects.count() for model in (Draft, Document, PaperEffect, RegisterEntry, Issuer)]

    met = {name: tried(act)[0] for name, (_, act) in tries.items()}

    assert met == {name: right for name, (right, _) in tries.items()}
    assert [model.objects.count() for model in (Draft, Document, PaperEffect, RegisterEntry, Issuer)] == rows


@pytest.mark.parametrize("name", ["theirs revoked by ours", "theirs replaces ours", "theirs amends ours"])
def test_refusal_names_no_paper_of_the_other(w: SimpleNamespace, name: str) -> None:
    _, act = crossings_of_papers(w)[name]

    with pytest.raises(DomainError) as refused, transaction.atomic():
        act()

    assert str(refused.value).startswith("Một trong hai văn bản do cơ quan khác ban hành")


def test_who_drafts_in_both_moves_no_draft_from_one_to_the_other(w: SimpleNamespace) -> None:
    AppointmentFactory(user=w.theirs.users["officer"], unit=w.alliance, role=Role.OFFICER)
    both = type(w.theirs.users["officer"]).objects.get(pk=w.theirs.users["officer"].pk)
    change = writing.general(general(w.theirs.draft, issuer=w.issuer))

    page = Desk(both).open(reverse("drafts:part", args=["ke-hoach", w.theirs.draft.pk, "general"]))

    assert page.tree.xpath("//select[@name='issuer']/option/@value") == [str(w.theirs.issuer.pk)]
    assert tried(lambda: edit(w.theirs.draft, "general", change, both))[0] == "OfAnotherAlliance"


@pytest.mark.parametrize("slug", ["thong-bao-phong-trao", "huong-dan"])
def test_who_drafts_in_both_begins_no_paper_of_one_for_a_campaign_of_the_other(w: SimpleNamespace, slug: str) -> None:
    AppointmentFactory(user=w.theirs.users["officer"], unit=w.alliance, role=Role.OFFICER)
    both = Desk(type(w.theirs.users["officer"]).objects.get(pk=w.theirs.users["officer"].pk))
    page = both.open(reverse("drafts:create", args=[slug]))

    refused = both.press(
        page, "Mở dự thảo", issuer=w.theirs.issuer.pk, campaign=w.issued_plan.campaign_id, summary="Về việc chung"
    )

    assert (refused.status, refused.says("không thuộc Liên minh của cơ quan ban hành")) == (422, True)
    assert not Draft.objects.filter(summary="Về việc chung").exists()


# --- forms ------------------------------------------------------------------------------------------------------------


def send(w: SimpleNamespace, role: str, url: str, button: str, **fields: Any) -> Page:
    desk = Desk(w.theirs.users[role])
    return desk.press(desk.open(url), button, **fields)


def part(w: SimpleNamespace, name: str) -> str:
    return reverse("drafts:part", args=["ke-hoach", w.theirs.draft.pk, name])


@pytest.mark.parametrize("field", ["signing", "co_signing", "addressed_units", "addressed_blocks"])
def test_recipients_of_ours_are_no_choice(w: SimpleNamespace, field: str) -> None:
    signer = w.later_signing
    ours = {"signing": signer, "co_signing": signer, "addressed_units": w.own_unit, "addressed_blocks": w.block}[field]

    page = send(w, "officer", part(w, "recipients"), "Lưu", addresses_everyone=[], **{field: ours.pk})

    assert page.status == 422
    assert page.response.context["form"].errors.keys() == {field}
    assert Draft.objects.get(pk=w.theirs.draft.pk).revision == w.theirs.draft.revision


def test_our_issuer_is_no_choice_of_theirs(w: SimpleNamespace) -> None:
    changed = send(w, "officer", part(w, "general"), "Lưu", issuer=w.issuer.pk)
    begun = send(
        w,
        "officer",
        reverse("drafts:create", args=["ke-hoach"]),
        "Mở dự thảo",
        campaign_name="x",
        summary="x",
        issuer=w.issuer.pk,
    )

    assert [page.response.context["form"].errors.keys() for page in (changed, begun)] == [{"issuer"}, {"issuer"}]
    assert not Draft.objects.filter(summary="x").exists()


def test_file_of_theirs_goes_into_no_campaign_of_ours(w: SimpleNamespace) -> None:
    source = actions.read_paper_file("plan", "cua-ho.md", TEXT, by=w.theirs.users["officer"], on=today())

    page = send(
        w,
        "officer",
        source.get_absolute_url(),
        "Lưu thành dự thảo",
        campaign=w.draft_campaign.pk,
        issuer=w.issuer.pk,
        kind="regular",
    )

    assert page.response.context["head"].errors.keys() == {"campaign", "issuer"}
    assert PaperImport.objects.get(pk=source.pk).draft is None


def test_paper_of_ours_is_in_no_book_of_theirs_by_which_to_revoke(w: SimpleNamespace) -> None:
    url = reverse("procedure:step", args=["ke-hoach", w.theirs.paper.pk, "thu-hoi"])
    ours = w.document

    page = send(
        w,
        "leader",
        url,
        "Thu hồi kế hoạch",
        reason="Sai.",
        word="THU HỒI",
        where="book",
        number_symbol=ours.printed_number,
        through_on=f"{ours.issued_on:%d/%m/%Y}",
    )

    assert page.says(f"Sổ văn bản đi không có văn bản số {ours.printed_number}")
    assert Draft.objects.get(pk=w.theirs.paper.pk).status == "issued"


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_same_number_of_the_same_day_is_in_both_books(w: SimpleNamespace) -> None:
    ours, theirs = w.registered.document, w.theirs.paper.document

    assert [(each.number, each.symbol, each.issued_on) for each in (ours, theirs)] == [
        (NUMBER, "KH-LMHTX", PAPER_DAY)
    ] * 2
    assert ours.check_code != theirs.check_code


def test_each_book_goes_on_by_itself(w: SimpleNamespace) -> None:
    last = w.register.entries.count()
    first = issued_document(of=w.theirs.issuer, by=w.theirs.users["clerk"], on=today())

    assert last > 1
    assert first.printed_number == "01/KH-LMHTX"
    assert line_that_has(last, issuer=w.theirs.issuer, document_type="KH", issued_on=today()) is None
    assert line_that_has(last, issuer=w.issuer, document_type="KH", issued_on=today()) is not None


def test_number_that_is_taken_is_told_by_the_own_book(w: SimpleNamespace) -> None:
    t, again = w.theirs, order(of=w.theirs.issuer, number=NUMBER, on=PAPER_DAY)

    with pytest.raises(DomainError, match=r"Số 644/KH-LMHTX đã có trong sổ năm 2021: Văn bản của họ\.") as refused:
        documents.transcribe(again, by=t.users["clerk"], today=today())

    assert OUR_ISSUER not in str(refused.value)
    assert w.registered.summary not in str(refused.value)


def test_number_of_ours_is_free_in_their_form(w: SimpleNamespace) -> None:
    """Our book of 2021 has 644 alone; theirs takes 645 of the same year and day, and ours may take it too."""
    for issuer, clerk in ((w.theirs.issuer, w.theirs.users["clerk"]), (w.issuer, w.actors["clerk"])):
        with transaction.atomic():
            paper = documents.transcribe(
                order(of=issuer, number=NUMBER + 1, on=PAPER_DAY + dt.timedelta(days=1)), by=clerk, today=today()
            )
        assert paper.printed_number == "645/KH-LMHTX"

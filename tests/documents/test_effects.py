"""What one paper does to another: amended it stays in force, replaced or revoked it ends, and says by what and when."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.documents import actions, queries
from emulation_portal.documents.actions import RevokedBy, WrongPaper
from emulation_portal.documents.books import register_book
from emulation_portal.documents.enums import DocumentType, EffectKind, SeriesScope
from emulation_portal.documents.models import Document, Issuer, PaperEffect, Register, RegisterEntry
from emulation_portal.documents.templates import NoTemplate
from emulation_portal.jobs.models import Job
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.rights.enums import Role
from tests.factories.documents import (
    DAY,
    clerk,
    issued_document,
    issuer,
    order,
    revoke,
    revoked_by,
    transcribed_document,
)
from tests.factories.pages import tight
from tests.factories.people import UnitFactory, alliance, user_with_role
from units.enums import UnitKind

pytestmark = pytest.mark.django_db

LATER = DAY + dt.timedelta(days=3)
TODAY = DAY + dt.timedelta(days=10)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def leader() -> User:
    return user_with_role(Role.LEADER)


def issue(**fields: object) -> Document:
    """Issue a paper three days after the first ones, with what it does to them."""
    touched = {name: fields.pop(name) for name in ("supersedes", "amends") if name in fields}
    with transaction.atomic():
        wanted = order(**{"on": LATER} | fields)
        return actions.issue(wanted, by=_clerk_of(wanted.issuer), today=TODAY, **touched)


def _clerk_of(house: Issuer) -> User:
    return clerk() if house.unit == alliance() else user_with_role(Role.CLERK, unit=house.unit)


def other_alliance() -> Issuer:
    unit = UnitFactory(kind=UnitKind.ALLIANCE, name="Liên minh HTX tỉnh Khác", code="LMK")
    return Issuer.objects.create(unit=unit, name_lines="Liên minh Khác", full_name="Liên minh Khác", symbol="LMK")


def columns(effect: PaperEffect) -> tuple:
    return (effect.kind, effect.on_id, effect.by_id, effect.effective_on, effect.recorded_by)


# --- replaced and amended ---------------------------------------------------------------------------------------------


def test_paper_that_takes_the_place_of_another_ends_it_on_its_own_day() -> None:
    old = issued_document()

    new = issue(supersedes=old)

    old.refresh_from_db()
    effect = queries.effect_that_ended(old)
    assert (old.status, old.ended_on, new.status, new.supersedes) == ("superseded", LATER, "issued", old)
    assert columns(effect) == (EffectKind.REPLACES, old.pk, new.pk, LATER, clerk())
    assert effect.told == "Được thay thế ngày 05/03/2026 bằng Kế hoạch số 02/KH-LMHTX ngày 05/03/2026."
    assert old.entry.voided_at is None
    assert (queries.newest_of(old), queries.versions_of(old)) == (new, [old])


def test_amended_paper_stays_in_force_and_says_by_what() -> None:
    old = issued_document()

    first, second = issue(amends=old), issue(amends=old, on=TODAY)

    old.refresh_from_db()
    assert (old.status, old.ended_on) == ("issued", None)
    assert [columns(effect) for effect in queries.amendments_of(old)] == [
        (EffectKind.AMENDS, old.pk, first.pk, LATER, clerk()),
        (EffectKind.AMENDS, old.pk, second.pk, TODAY, clerk()),
    ]
    assert queries.effect_that_ended(old) is None


def test_corrected_transcription_is_told_as_such() -> None:
    wrong = transcribed_document(number=644)

    right = transcribed_document(number=644, supersedes=wrong)

    wrong.refresh_from_db()
    assert columns(queries.effect_that_ended(wrong)) == (EffectKind.CORRECTS, wrong.pk, right.pk, DAY, clerk())
    assert wrong.ended_on == DAY


def test_what_stands_in_its_place_is_found_through_corrections_and_replacements() -> None:
    typed = transcribed_document(number=1)
    corrected = transcribed_document(number=1, supersedes=typed)
    replacing = issue(supersedes=corrected)
    newest = issue(supersedes=replacing, on=TODAY)

    assert [queries.newest_of(each) for each in (typed, corrected, replacing, newest)] == [newest] * 4
    assert queries.versions_of(corrected) == [typed, corrected]
    assert queries.versions_of(newest) == [newest]


def test_issued_paper_is_not_corrected_by_a_transcription() -> None:
    with pytest.raises(ValueError, match="only a transcription"):
        transcribed_document(number=1, supersedes=issued_document())


def test_paper_is_replaced_or_amended_never_both() -> None:
    old = issued_document()

    with pytest.raises(ValueError, match="never both"):
        issue(supersedes=old, amends=old)


@pytest.mark.parametrize("how", ["supersedes", "amends"])
@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"of": other_alliance}, WrongPaper, "do cơ quan khác ban hành"),
        ({"document_type": DocumentType.NQ}, NoTemplate, "chưa có mẫu trình bày cho loại “Nghị quyết”"),
    ],
)
def test_paper_that_may_not_touch_the_other_takes_no_number(how: str, fields: dict, error: type, words: str) -> None:
    old = issued_document()
    made = {name: value() if callable(value) else value for name, value in fields.items()}

    with pytest.raises(error, match=words):
        issue(**{how: old}, **made)

    old.refresh_from_db()
    assert (old.status, old.ended_on) == ("issued", None)
    assert (RegisterEntry.objects.count(), PaperEffect.objects.count(), Job.objects.count()) == (1, 0, 1)
    assert Register.objects.filter(last_number__gt=1).count() == 0


def test_paper_dated_before_the_other_does_not_touch_it() -> None:
    old = issued_document(on=LATER, of=issuer(series_scope=SeriesScope.PER_TYPE))

    with pytest.raises(WrongPaper, match=r"Văn bản ngày 02/03/2026 có trước Kế hoạch số 01/KH-LMHTX ngày 05/03/2026"):
        issue(amends=old, on=DAY, document_type=DocumentType.QD)


@pytest.mark.parametrize("how", ["supersedes", "amends"])
def test_paper_that_ended_is_neither_replaced_nor_amended(how: str, leader: User) -> None:
    old = issued_document()
    revoke(document_id=old.pk, reason="Sai", by=leader)

    with pytest.raises((WrongPaper, InvalidMove), match=r"đã thu hồi|Đã thu hồi"):
        issue(**{how: old})


def test_transcription_of_a_type_without_template_takes_no_number() -> None:
    with pytest.raises(NoTemplate, match="“Quy chế”"):
        transcribed_document(number=7, document_type=DocumentType.QC)

    assert Register.objects.count() == 0


# --- what amends a paper ends with it ---------------------------------------------------------------------------------

WITH_IT = "Hết hiệu lực cùng Kế hoạch số 01/KH-LMHTX."


def state(document: Document) -> tuple:
    document.refresh_from_db()
    return document.status, document.ended_on, document.status_reason


def logged(document: Document) -> list[tuple]:
    events = Event.objects.filter(object_type="documents.document", object_id=str(document.pk)).order_by("pk")
    return [(event.verb, event.reason) for event in events][1:]


def test_amendments_end_with_the_paper_that_is_replaced() -> None:
    old = issued_document()
    first, second = issue(amends=old), issue(amends=old)
    of_first = issue(amends=first)
    revoke(document_id=second.pk, reason="Sai", by=user_with_role(Role.LEADER), on=LATER, through=revoked_by(on=LATER))

    new = issue(supersedes=old, on=TODAY)

    assert state(old) == ("superseded", TODAY, "")
    for each in (first, of_first):
        assert state(each) == ("superseded", TODAY, WITH_IT)
        effect = queries.effect_that_ended(each)
        assert (*columns(effect), effect.reason) == (EffectKind.REPLACES, each.pk, new.pk, TODAY, clerk(), WITH_IT)
        assert logged(each) == [("document.superseded", WITH_IT)]
        assert queries.newest_of(each) == new
    assert state(second) == ("revoked", LATER, "Sai")
    assert (new.supersedes, new.status) == (old, "issued")


@pytest.mark.parametrize("is_typed", [True, False])
def test_amendments_end_with_the_paper_that_is_revoked(leader: User, is_typed: bool) -> None:
    old = issued_document()
    amendment = issue(amends=old)
    through = revoked_by(on=LATER) if is_typed else RevokedBy(issue(document_type=DocumentType.QD))

    revoke(document_id=old.pk, reason="Trái thẩm quyền", by=leader, on=TODAY, through=through)

    assert state(old) == ("revoked", TODAY, "Trái thẩm quyền")
    assert state(amendment) == ("revoked", TODAY, WITH_IT)
    ended, with_it = queries.effect_that_ended(old), queries.effect_that_ended(amendment)
    assert columns(with_it) == (
        EffectKind.REVOKES,
        amendment.pk,
        through.document and through.document.pk,
        TODAY,
        leader,
    )
    assert (with_it.by_words, with_it.reason) == (ended.by_words, WITH_IT)
    assert logged(amendment) == [("document.revoked", WITH_IT)]


def test_amendment_that_is_revoked_alone_leaves_its_paper_in_force(leader: User, client: Client) -> None:
    old = issued_document()
    amendment = issue(amends=old)

    revoke(document_id=amendment.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))

    assert (state(old)[0], state(amendment)[0]) == ("issued", "revoked")
    assert all(f"{amendment} ngày 05/03/2026</a> (đã thu hồi)" in page for page in _pages(client, old))


def test_amendment_neither_revokes_its_paper_nor_is_amended_when_that_is_replaced(leader: User) -> None:
    old = issued_document()
    amendment = issue(amends=old)

    with pytest.raises(WrongPaper, match=r"nên hết hiệu lực cùng\. Hãy chọn văn bản thu hồi khác"):
        revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=RevokedBy(amendment))
    typed = revoked_by(number_symbol="2/KH-LMHTX", on=LATER)
    with pytest.raises(WrongPaper, match="nên hết hiệu lực cùng"):
        revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=typed)
    with pytest.raises(WrongPaper, match="hết hiệu lực cùng Kế hoạch số 01/KH-LMHTX"):
        issue(supersedes=old, amends=amendment)

    assert (state(old)[0], state(amendment)[0]) == ("issued", "issued")


def test_amendment_does_not_end_before_its_own_day(leader: User) -> None:
    old = issued_document(of=issuer(series_scope=SeriesScope.PER_TYPE))
    amendment = issue(amends=old, document_type=DocumentType.QD)

    with pytest.raises(WrongPaper, match="có trước Quyết định số 01/QĐ-LMHTX"):
        issue(supersedes=old, on=DAY)
    with pytest.raises(WrongPaper, match="có trước ngày ban hành Quyết định số 01/QĐ-LMHTX"):
        revoke(document_id=old.pk, reason="Sai", by=leader, on=DAY, through=revoked_by(on=DAY))

    assert (state(old)[0], state(amendment)[0]) == ("issued", "issued")


def test_amendments_go_on_to_the_corrected_text() -> None:
    wrong = transcribed_document(number=644)
    amendment = issue(amends=wrong, on=DAY)
    right = transcribed_document(number=644, supersedes=wrong)

    assert state(amendment) == ("issued", None, "")
    assert [(effect.by, effect.effective_on) for effect in queries.amendments_of(right)] == [(amendment, DAY)]
    assert [effect.on for effect in queries.effects_by(amendment)] == [right]
    rows = register_book(wrong.entry.register).rows
    assert [row.note.count("Được sửa đổi, bổ sung") for row in rows] == [1, 0]

    issue(supersedes=right)
    assert state(amendment) == ("superseded", LATER, f"Hết hiệu lực cùng {right}.")


def test_pages_of_an_amendment_say_with_what_it_ended(client: Client, leader: User) -> None:
    old, other = issued_document(), issued_document()
    amendment, revoked = issue(amends=old), issue(amends=other)
    new = issue(supersedes=old)
    revoke(document_id=other.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))

    check, page = _pages(client, amendment)
    check_of_revoked = _pages(client, revoked)[0]
    hidden = issue(amends=new, is_public=False)
    newest = issue(supersedes=new, on=TODAY)
    check_of_hidden = _pages(client, hidden)[0]

    assert "đang có hiệu lực" not in check + check_of_revoked + check_of_hidden
    assert "Văn bản đã được thay thế ngày <time" in check
    assert WITH_IT in check
    assert WITH_IT in page
    assert f'<a href="{new.check_path()}">Xem bản thay thế: {new}</a>' in check
    assert "Văn bản đã bị thu hồi ngày <time" in check_of_revoked
    assert "Lý do: Hết hiệu lực cùng Kế hoạch số 02/KH-LMHTX." in check_of_revoked
    assert "Hết hiệu lực cùng" not in check_of_hidden
    assert f'href="{newest.check_path()}"' in _pages(client, amendment)[0]


# --- revoked ----------------------------------------------------------------------------------------------------------


def test_paper_is_revoked_by_one_of_the_book(leader: User) -> None:
    old = issued_document()
    decision = issue(document_type=DocumentType.QD)

    revoke(document_id=old.pk, reason="Trái thẩm quyền", by=leader, on=TODAY, through=RevokedBy(decision))

    old.refresh_from_db()
    effect = queries.effect_that_ended(old)
    assert (old.status, old.ended_on, old.status_reason) == ("revoked", TODAY, "Trái thẩm quyền")
    assert columns(effect) == (EffectKind.REVOKES, old.pk, decision.pk, TODAY, leader)
    assert effect.told == "Đã thu hồi ngày 12/03/2026 theo Quyết định số 02/QĐ-LMHTX ngày 05/03/2026."


def test_paper_is_revoked_by_one_issued_elsewhere(leader: User) -> None:
    old = issued_document()

    revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))

    effect = queries.effect_that_ended(old)
    typed = (effect.by_number_symbol, effect.by_issued_on, effect.by_issuer, effect.by_summary)
    assert columns(effect) == (EffectKind.REVOKES, old.pk, None, TODAY, leader)
    assert typed == ("12/QĐ-UBND", LATER, "Ủy ban nhân dân tỉnh", "Thu hồi kế hoạch")
    assert effect.told == (
        "Đã thu hồi ngày 12/03/2026 theo văn bản số 12/QĐ-UBND ngày 05/03/2026 của Ủy ban nhân dân tỉnh."
    )


def test_refusal_to_revoke_names_all_who_may() -> None:
    old = issued_document()

    with pytest.raises(PermissionDenied, match="Chỉ lãnh đạo Liên minh và Chánh Văn phòng được thu hồi văn bản"):
        revoke(document_id=old.pk, reason="Sai", by=clerk(), on=TODAY, through=revoked_by(on=LATER))
    revoke(document_id=old.pk, reason="Sai", by=user_with_role(Role.CHIEF_OF_OFFICE), through=revoked_by(on=LATER))


def _itself(old: Document, _leader: User) -> RevokedBy:
    return RevokedBy(old)


def _of_another_alliance(_old: Document, _leader: User) -> RevokedBy:
    return RevokedBy(issue(of=other_alliance()))


def _before_it(old: Document, _leader: User) -> RevokedBy:
    return RevokedBy(transcribed_document(number=1, on=DAY - dt.timedelta(days=365)))


def _revoked(old: Document, leader: User) -> RevokedBy:
    acting = issue()
    revoke(document_id=acting.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))
    return RevokedBy(acting)


def _replaced(old: Document, _leader: User) -> RevokedBy:
    acting = issue()
    issue(supersedes=acting)
    return RevokedBy(acting)


def _in_the_future(old: Document, _leader: User) -> RevokedBy:
    with transaction.atomic():
        future = TODAY + dt.timedelta(days=1)
        return RevokedBy(actions.issue(order(on=future), by=clerk(), today=future))


def _typed(**changes: object) -> Callable[[Document, User], RevokedBy]:
    return lambda old, _leader: revoked_by(**{"on": LATER} | changes)


@pytest.mark.parametrize(
    ("through", "words"),
    [
        (_itself, "không thể tự thu hồi chính mình"),
        (_of_another_alliance, "do cơ quan khác ban hành"),
        (_before_it, "có trước Kế hoạch số 01/KH-LMHTX"),
        (_revoked, "đã thu hồi, nên không thu hồi văn bản khác được"),
        (_replaced, "đã được thay thế, nên không thu hồi văn bản khác được"),
        (_in_the_future, "13/03/2026 ở sau ngày thu hồi 12/03/2026"),
        (_typed(number_symbol="1/kh - lmhtx", on=DAY), "không thể tự thu hồi chính mình"),
        (_typed(on=DAY - dt.timedelta(days=1)), "ngày 01/03/2026 có trước Kế hoạch số 01/KH-LMHTX"),
        (_typed(on=TODAY + dt.timedelta(days=1)), "ở sau ngày thu hồi"),
        (_typed(number_symbol=" "), "Hãy ghi đủ số, ký hiệu, ngày và cơ quan"),
        (_typed(issuer=""), "Hãy ghi đủ số, ký hiệu, ngày và cơ quan"),
    ],
)
def test_paper_that_cannot_revoke_is_told_in_words(through: Callable, words: str, leader: User) -> None:
    old = issued_document()
    acting = through(old, leader)
    before = PaperEffect.objects.count()

    with pytest.raises(WrongPaper, match=words):
        revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=acting)

    old.refresh_from_db()
    assert (old.status, old.ended_on, PaperEffect.objects.count()) == ("issued", None, before)


def test_paper_is_not_revoked_before_its_day(leader: User) -> None:
    old = issued_document(on=LATER)

    with pytest.raises(WrongPaper):
        revoke(document_id=old.pk, reason="Sai", by=leader, on=DAY, through=revoked_by(on=DAY))


@pytest.mark.parametrize("fields", [{}, {"document": Document(pk=1), "issuer": "UBND"}])
def test_revoking_paper_is_named_in_one_way(fields: dict) -> None:
    with pytest.raises(ValueError, match="never by both or none"):
        RevokedBy(**fields)


# --- the database -----------------------------------------------------------------------------------------------------


def _effect(**fields: object) -> PaperEffect:
    return PaperEffect.objects.create(**{"effective_on": DAY, "recorded_by": clerk()} | fields)


TYPED = {"by_number_symbol": "1/QĐ", "by_issued_on": DAY, "by_issuer": "UBND"}


def test_effect_is_by_one_paper_named_in_one_way() -> None:
    old, new = issued_document(), issue()
    sound = {"kind": EffectKind.AMENDS, "on": old}

    for wrong in (
        {},
        TYPED | {"by": new},
        {"by": new, "by_summary": "x"},
        TYPED | {"by_issuer": ""},
        {"by_summary": "x"},
        TYPED | {"by_issued_on": None},
        {"recorded_by": None},
    ):
        _refused("effect_by_one_paper", sound | wrong)
    _effect(**sound, by=new)
    _effect(**sound, **TYPED)


def test_only_an_old_revocation_leaves_its_paper_unknown() -> None:
    old = issued_document()

    _refused("effect_by_one_paper", {"kind": EffectKind.REVOKES, "on": old})
    _refused("effect_by_one_paper", {"kind": EffectKind.REPLACES, "on": old, "recorded_by": None})
    unknown = _effect(kind=EffectKind.REVOKES, on=old, recorded_by=None)
    assert unknown.told == "Đã thu hồi ngày 02/03/2026."


def test_effects_are_sound() -> None:
    old, new = issued_document(), issue()

    _refused("effect_kind_known", {"kind": "burns", "on": old, "by": new})
    _refused("effect_not_on_itself", {"kind": EffectKind.AMENDS, "on": old, "by": old})
    _effect(kind=EffectKind.REPLACES, on=old, by=new)
    _refused("effect_ends_a_paper_once", {"kind": EffectKind.REVOKES, "on": old, "by": new})
    _effect(kind=EffectKind.AMENDS, on=old, by=new)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE documents_papereffect SET reason = 'x'", "DELETE FROM documents_papereffect"],
)
def test_effect_is_for_ever(sql: str) -> None:
    issue(amends=issued_document())

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def _refused(constraint: str, fields: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _effect(**fields)


# --- what pages and the printed book say ------------------------------------------------------------------------------


def _pages(client: Client, document: Document) -> list[str]:
    """Return the check page and the paper's page as the reader sees them."""
    addresses = [document.check_path(), document.get_absolute_url()]
    return [" ".join(client.get(address).content.decode().split()) for address in addresses]


def _book_pages(client: Client, document: Document) -> list[str]:
    addresses = [f"/so-van-ban-di/?year={DAY.year}", reverse("documents:entry", args=[document.entry_id])]
    return [client.get(address).content.decode() for address in addresses]


def test_pages_of_an_amended_paper_name_the_amending_one(client: Client) -> None:
    old = issued_document()
    new = issue(amends=old, document_type=DocumentType.QD)

    check, page = _pages(client, old)
    acting = _pages(client, new)[1]

    words = "Quyết định số 02/QĐ-LMHTX ngày 05/03/2026"
    assert f'<a href="{new.check_path()}">{words}</a>' in check
    assert f'<a href="{new.get_absolute_url()}">{words}</a>' in page
    assert "đang có hiệu lực" in check
    assert all("Văn bản đã được sửa đổi, bổ sung" in each for each in (check, page))
    assert f'<dt>Sửa đổi, bổ sung</dt><dd><a href="{old.get_absolute_url()}">' in tight(acting)


def test_pages_of_a_replaced_paper_name_the_one_in_its_place(client: Client) -> None:
    old = issued_document()
    new = issue(supersedes=old)
    newest = issue(supersedes=new, on=TODAY)

    check, page = _pages(client, old)

    assert f'bằng <a href="{new.check_path()}">Kế hoạch số 02/KH-LMHTX ngày 05/03/2026</a>' in check
    assert f'href="{newest.check_path()}"' in check
    assert f'bằng <a href="{new.get_absolute_url()}">Kế hoạch số 02/KH-LMHTX ngày 05/03/2026</a>' in page
    assert f'nay là <a href="{newest.get_absolute_url()}">' in page
    assert "Các bản của văn bản này" not in page


@pytest.mark.parametrize("is_typed", [True, False])
def test_pages_of_a_revoked_paper_name_the_revoking_one(client: Client, leader: User, is_typed: bool) -> None:
    old = issued_document()
    through = revoked_by(on=LATER) if is_typed else RevokedBy(issue(document_type=DocumentType.QD))
    revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=through)

    words = "số 12/QĐ-UBND ngày 05/03/2026 của Ủy ban" if is_typed else "Quyết định số 02/QĐ-LMHTX ngày 05/03/2026"
    assert all(words in page for page in _pages(client, old))
    client.force_login(clerk())
    assert all(words in page for page in _book_pages(client, old))


def test_acting_paper_that_is_not_public_is_not_named_to_strangers(client: Client, leader: User) -> None:
    revoked, amended, replaced = issued_document(), issued_document(), issued_document()
    hidden = issue(document_type=DocumentType.QD, is_public=False, summary=("Chuyện kín",), amends=amended)
    issue(document_type=DocumentType.QD, is_public=False, summary=("Chuyện kín",), supersedes=replaced)
    revoke(document_id=revoked.pk, reason="Sai", by=leader, on=TODAY, through=RevokedBy(hidden))

    shown = [page for paper in (revoked, amended, replaced) for page in _pages(client, paper)]
    client.force_login(clerk())
    office = [page for paper in (revoked, amended, replaced) for page in _pages(client, paper)]

    assert [page for page in shown if "QĐ-LMHTX" in page or "Chuyện kín" in page] == []
    assert all("QĐ-LMHTX" in page for page in office)


def test_paper_of_a_code_that_is_not_public_tells_its_holder_the_day_alone(client: Client, leader: User) -> None:
    old = issued_document(is_public=False)
    revoke(document_id=old.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))

    page = client.get(old.check_path()).content.decode()

    assert "12/03/2026" in page
    assert "12/QĐ-UBND" not in page


def test_printed_book_says_what_became_of_each_paper(leader: User) -> None:
    amended, replaced, revoked = issued_document(), issued_document(), issued_document()
    issue(amends=amended)
    issue(supersedes=replaced)
    revoke(document_id=revoked.pk, reason="Sai", by=leader, on=TODAY, through=revoked_by(on=LATER))

    notes = [row.note for row in register_book(amended.entry.register).rows]

    assert notes == [
        "Được sửa đổi, bổ sung ngày 05/03/2026 bằng Kế hoạch số 04/KH-LMHTX ngày 05/03/2026.",
        "Được thay thế ngày 05/03/2026 bằng Kế hoạch số 05/KH-LMHTX ngày 05/03/2026.",
        "Đã thu hồi ngày 12/03/2026 theo văn bản số 12/QĐ-UBND ngày 05/03/2026 của Ủy ban nhân dân tỉnh.",
        "",
        "",
    ]


def test_corrected_transcription_has_no_note_of_it_in_the_book() -> None:
    wrong = transcribed_document(number=644)
    transcribed_document(number=644, supersedes=wrong)

    assert [row.note for row in register_book(wrong.entry.register).rows] == ["Nhập lại từ văn bản đã ban hành."]

"""What readers found in the room of nominations, each as a kind."""

import datetime as dt

import pytest
from django.urls import reverse

from awards.history.models import ConductFact
from awards.nominations import actions
from awards.nominations.actions import NewNominee
from awards.nominations.boxes import seen_of
from awards.nominations.judging import judge_all
from awards.nominations.models import Nomination, NominationDossier
from awards.nominations.regulations import whole_years
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.models import Document
from emulation_portal.law.eligibility import Fulfilment
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.acting import carry_out
from tests.factories import history
from tests.factories import nominations as make
from tests.factories.campaigns import cast
from tests.factories.people import PersonFactory, UnitFactory
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db
PERSON, COLLECTIVE = AwardSubject.PERSON, AwardSubject.COLLECTIVE


def papers(thing) -> list[tuple[str, str]]:
    rows = Document.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk).order_by("pk")
    return list(rows.values_list("document_type", "status"))


# --- pages -------------------------------------------------------------------------------------------------------------


def test_office_opens_a_nomination_before_its_dossier_is_received() -> None:
    nomination = make.in_state("submitted").nominations.get()

    assert Desk(cast().officer).open(nomination.get_absolute_url()).status == 200


def test_initiatives_are_saved_beside_empty_rows_and_so_is_that_there_are_none() -> None:
    nomination = make.nominated(make.dossier(), award="CSTDCS")[0]
    desk = Desk(people_of_unit(nomination.dossier.unit)[0])
    url = reverse("nominations:initiatives", args=[nomination.pk])
    said = {"sang-kien-0-title": "Máy sấy", "sang-kien-0-number": "5/QĐ", "sang-kien-0-decided_on": "01/06/2025"}

    desk.press(desk.open(url), "Lưu sáng kiến, đề tài", **said)
    nomination.refresh_from_db()
    assert [each.title for each in nomination.said.initiatives] == ["Máy sấy"]
    desk.press(desk.open(url), "Lưu sáng kiến, đề tài", **{"sang-kien-0-DELETE": "on", "none": "1"})
    nomination.refresh_from_db()
    assert (nomination.said.initiatives, nomination.said.has_initiatives) == ((), False)


@pytest.mark.parametrize(
    "typed",
    [
        {"persons": "x" * 201},
        {"persons": ", Giám đốc"},
        {"persons": f"Nguyễn Văn A, {'x' * 121}"},
        {"collectives": "x" * 201},
        {"households": "x" * 201},
    ],
)
def test_line_that_names_nobody_is_told_and_nothing_is_lost(typed: dict[str, str]) -> None:
    dossier = make.dossier()
    desk = Desk(people_of_unit(dossier.unit)[0])

    page = desk.press(desk.open(reverse("nominations:add", args=[dossier.pk])), "Thêm vào hồ sơ", award="GK", **typed)

    assert page.status == 422
    assert page.says(next(iter(typed.values()))[:30])


def test_nominee_goes_only_after_a_question_and_never_once_received() -> None:
    nomination = make.nominated(make.dossier())[0]
    desk = Desk(people_of_unit(nomination.dossier.unit)[0])
    page = desk.open(reverse("nominations:drop", args=[nomination.pk]))
    assert Nomination.objects.filter(pk=nomination.pk).exists()
    desk.press(page, "Bỏ khỏi hồ sơ")
    assert not Nomination.objects.filter(pk=nomination.pk).exists()

    row = make.in_state("withdrawn")
    carry_out(row, "reopened", by=people_of_unit(row.unit)[1], on=today())
    with pytest.raises(DomainError, match="đã nhận"):
        actions.drop_nominee(nomination_id=row.nominations.get().pk, by=people_of_unit(row.unit)[0], on=today())


# --- boxes -------------------------------------------------------------------------------------------------------------


def keep(desk: Desk, nomination: Nomination, box: str, value: str, seen: str):
    data = {"part": box, box: value, "seen": seen}
    page = desk.open(reverse("nominations:write", args=[nomination.pk]))
    data["csrfmiddlewaretoken"] = page.value("csrfmiddlewaretoken")
    return desk.client.post(reverse("nominations:field", args=[nomination.pk]), data)


def test_two_people_write_beside_each_other_and_over_nothing_they_did_not_see() -> None:
    nomination = make.nominated(make.dossier())[0]
    editor, head = (Desk(user) for user in people_of_unit(nomination.dossier.unit))
    seen = {box: seen_of(nomination, box) for box in ("reason", "report_achievements")}

    assert keep(editor, nomination, "reason", "Của người soạn", seen["reason"]).status_code == 200
    kept = keep(head, nomination, "report_achievements", "Của thủ trưởng", seen["report_achievements"])
    refused = keep(head, nomination, "reason", "Ghi đè", seen["reason"])

    assert (kept.status_code, refused.status_code) == (200, 409)
    assert refused.json()["stands"] == {"reason": "Của người soạn"}
    nomination.refresh_from_db()
    assert (nomination.reason, nomination.said.report) == ("Của người soạn", {"achievements": "Của thủ trưởng"})


def test_boxes_that_are_asked_no_more_stay_and_the_log_tells_only_what_was_written_over() -> None:
    nomination = make.told(make.nominated(make.dossier())[0], report={"duties": "Nhiệm vụ", "achievements": "Kết quả"})
    row = NominationDossier.objects.get(pk=nomination.dossier_id)
    row.ground, row.achieved_from = "exceptional", row.achieved_to
    actions.begin_dossier(row, by=people_of_unit(row.unit)[0], on=today())
    desk = Desk(people_of_unit(row.unit)[0])
    written = Event.objects.filter(verb="nomination.written").count()

    for words in ("Kết quả nữa", "Kết quả nữa và nữa"):
        nomination.refresh_from_db()
        answer = keep(desk, nomination, "report_achievements", words, seen_of(nomination, "report_achievements"))
        assert answer.status_code == 200

    nomination.refresh_from_db()
    assert nomination.said.report == {"duties": "Nhiệm vụ", "achievements": "Kết quả nữa và nữa"}
    assert Event.objects.filter(verb="nomination.written").count() == written + 1  # that this person wrote, once


def test_more_who_hold_a_title_than_there_are_people_is_refused() -> None:
    dossier = make.dossier()
    (nomination,) = make.nominated(dossier, NewNominee(COLLECTIVE, "Tổ Một"), award="TTLDTT")
    make.told(nomination, members=10)
    nomination.refresh_from_db()
    desk = Desk(people_of_unit(dossier.unit)[0])

    answer = keep(desk, nomination, "holders_LDTT", "11", seen_of(nomination, "holders_LDTT"))

    assert answer.json()["errors"] == {"holders_LDTT": "Nhiều hơn tổng số 10 người. Hãy xem lại số."}


def test_person_of_the_register_is_called_as_the_register_has_it() -> None:
    dossier, person = make.dossier(), PersonFactory()
    (known,) = make.nominated(dossier, NewNominee(PERSON, person.full_name, "Tổ viên", person))
    (typed,) = make.nominated(dossier)
    desk = Desk(people_of_unit(dossier.unit)[0])

    assert keep(desk, known, "name", "Người Khác", seen_of(known, "name")).status_code == 422
    assert keep(desk, typed, "name", "Người Khác", seen_of(typed, "name")).status_code == 200


def test_votes_that_somebody_else_wrote_are_not_wiped() -> None:
    dossier = make.met(make.whole())
    seen = actions.votes_seen(dossier)
    key = dossier.nominations.get().pk
    actions.save_meeting(dossier, {key: 7}, by=people_of_unit(dossier.unit)[1], seen=seen)

    with pytest.raises(DomainError, match="vừa được ghi ở nơi khác"):
        actions.save_meeting(dossier, {key: None}, by=people_of_unit(dossier.unit)[0], seen=seen)
    assert dossier.nominations.get().votes == 7


# --- what is not told --------------------------------------------------------------------------------------------------


def test_what_stands_against_somebody_reaches_no_writer() -> None:
    unit, person = UnitFactory(), PersonFactory()
    dossier = make.dossier(unit)
    (row,) = make.nominated(dossier, NewNominee(PERSON, person.full_name, "Tổ viên", person))
    make.told(row)
    make.sent(make.met(dossier))
    history.conduct(unit, person=person, since=today() - dt.timedelta(days=3))
    carry_out(dossier, "received", by=cast().officer, on=today())
    row.refresh_from_db()
    carry_out(row, "held", by=cast().officer, on=today(), reason="Có đơn tố cáo đang xác minh.")
    editor, head = people_of_unit(unit)
    assert not ConductFact.objects.visible_to(editor).exists()

    pages = {who: Desk(who).open(row.get_absolute_url()) for who in (editor, head, cast().officer)}

    assert not pages[editor].says("đơn tố cáo")
    assert not pages[editor].says("Chưa xét khen thưởng")
    assert pages[head].says("Có đơn tố cáo đang xác minh.")
    assert pages[cast().officer].says("Khác khi đơn vị gửi")


def test_office_does_not_read_what_the_unit_mends() -> None:
    row = make.nomination_in("returned")
    make.told(row, report={"achievements": "Đang viết dở dang"})
    officer, editor = Desk(cast().officer), Desk(people_of_unit(row.dossier.unit)[0])

    assert not officer.open(row.get_absolute_url()).says("dở dang")
    assert editor.open(row.get_absolute_url()).says("dở dang")
    assert not officer.open(row.dossier.get_absolute_url()).says(row.reason)


def test_drafts_of_another_unit_are_not_told_and_what_it_sent_is() -> None:
    person, own, other = PersonFactory(), UnitFactory(), UnitFactory()
    theirs = make.dossier(other, year=2025)
    for each in make.nominated(theirs, NewNominee(PERSON, person.full_name, "Tổ viên", person), award="LDTT"):
        make.told(each, answers={"abides": True}, ratings={2025: "excellent"})
    (mine,) = make.nominated(
        make.dossier(own, year=2025), NewNominee(PERSON, person.full_name, "Tổ viên", person), award="LDTT"
    )
    mine = Nomination.objects.select_related("dossier__unit").get(pk=mine.pk)

    before = judge_all([mine], on=today(), reader=cast().officer)[mine.pk].principles
    make.sent(make.met(theirs))
    after = judge_all([mine], on=today(), reader=cast().officer)[mine.pk].principles

    assert before == ()
    assert ["hồ sơ của đơn vị khác" in each.said for each in after] == [True]


# --- steps and papers --------------------------------------------------------------------------------------------------


def test_who_was_held_is_held_again_after_a_withdrawal() -> None:
    row = make.nomination_in("held")
    head = people_of_unit(row.dossier.unit)[1]

    carry_out(row, "withdrawn", by=head, on=today(), reason="Rút.")
    row.refresh_from_db()
    carry_out(row, "restored", by=head, on=today(), reason="Đề nghị lại.")
    row.refresh_from_db()
    assert row.status == "held"

    carry_out(row.dossier, "withdrawn", by=head, on=today(), reason="Rút cả hồ sơ.")
    carry_out(row.dossier, "reopened", by=head, on=today())
    make.received(row.dossier)
    row.refresh_from_db()
    assert row.status == "held"


def test_report_of_who_is_withdrawn_ends_and_comes_back_with_them() -> None:
    row = make.nomination_in("appraising")
    head = people_of_unit(row.dossier.unit)[1]

    carry_out(row, "withdrawn", by=head, on=today(), reason="Rút.")
    assert [status for _, status in papers(row)] == ["revoked"]
    row.refresh_from_db()
    carry_out(row, "restored", by=head, on=today(), reason="Đề nghị lại.")
    assert [status for _, status in papers(row)] == ["revoked", "issued"]


def test_what_is_completed_is_whole_is_kept_and_is_printed_anew() -> None:
    row = make.nomination_in("returned")
    head = people_of_unit(row.dossier.unit)[1]
    make.told(row, report={"achievements": ""})
    with pytest.raises(DomainError, match="báo cáo chưa ghi"):
        carry_out(row, "completed", by=head, on=today())

    make.told(row, report={"achievements": "Đã bổ sung."})
    carry_out(row, "completed", by=head, on=today())

    assert row.dossier.versions.count() == 2
    assert [status for _, status in papers(row)] == ["superseded", "issued"]


def test_simplified_dossier_leaves_no_minutes_and_no_reports_in_force() -> None:
    row = make.in_state("returned")
    row.ground, row.achieved_from, row.is_simplified = "exceptional", row.achieved_to, True
    actions.begin_dossier(row, by=people_of_unit(row.unit)[0], on=today())

    make.sent(row)

    assert {kind for kind, status in papers(row) if status == "issued"} == {"TTr"}
    assert [status for _, status in papers(row.nominations.get())] == ["revoked"]


def test_nobody_agreed_is_not_proposed_and_a_minority_asks_for_a_reason() -> None:
    dossier = make.whole()
    nomination = dossier.nominations.get()
    editor = people_of_unit(dossier.unit)[0]
    for votes, words in ((0, "không ai đồng ý"), (5, "chỉ 5/11 người đồng ý")):
        Nomination.objects.filter(pk=nomination.pk).update(votes=votes)
        with pytest.raises(DomainError, match=words):
            carry_out(dossier, "sent_to_head", by=editor, on=today())
    make.told(nomination, plea="Vắng nhiều người đi công tác.")

    assert carry_out(dossier, "sent_to_head", by=editor, on=today()).status == "awaiting_head"


# --- results -----------------------------------------------------------------------------------------------------------


def test_somebody_of_the_same_name_in_the_unit_makes_people_look() -> None:
    unit = UnitFactory()
    history.past_award(unit, name="Nguyễn Thị Đề Cử", year=2025, decided_on=dt.date(2025, 12, 1))
    (row,) = make.nominated(make.dossier(unit, year=2025), award="LDTT")
    row = Nomination.objects.select_related("dossier__unit").get(pk=row.pk)

    (found,) = judge_all([row], on=dt.date(2025, 12, 20), reader=cast().officer)[row.pk].principles

    assert found.standing == Fulfilment.UNKNOWN
    assert "nếu là cùng một người" in found.said


def test_10_sanction_of_one_member_speaks_against_the_whole_unit() -> None:
    unit = UnitFactory()
    history.conduct(unit, person=PersonFactory(), kind="discipline", level="warning", since=dt.date(2025, 3, 1))
    (row,) = make.nominated(make.dossier(unit, year=2025), NewNominee(COLLECTIVE, unit.name), award="TTLDTT")
    row = Nomination.objects.select_related("dossier__unit", "collective").get(pk=row.pk)

    found = judge_all([row], on=dt.date(2025, 12, 20), reader=cast().officer)[row.pk]

    assert [each.standing for each in found.shown if "kỷ luật" in each.words] == [Fulfilment.FAILED]


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (dt.date(2023, 12, 1), dt.date(2025, 1, 31), 1),
        (dt.date(2021, 1, 1), dt.date(2025, 12, 31), 5),
        (dt.date(2021, 1, 1), dt.date(2025, 12, 30), 4),
        (dt.date(2021, 1, 1), None, 0),
        (dt.date(2021, 5, 1), dt.date(2021, 4, 1), 0),
    ],
)
def test_years_of_a_campaign_are_whole_years(since, until, years: int) -> None:
    assert whole_years(since, until) == years

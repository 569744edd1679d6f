"""What an edit reads and what the log keeps of it, however many units the paper addresses."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.documents.drafts.actions import edit_draft, writing
from emulation_portal.documents.drafts.models import DraftSection
from emulation_portal.documents.drafts.parts import SECTIONS
from tests.factories import campaigns
from tests.factories.people import UnitFactory
from tests.scenarios.desk import Desk
from units.models import EmulationBlock, Unit

from .test_unit_picker import LONG, SAVE, many, open_page, ticked

pytestmark = pytest.mark.django_db

MANY, LIMIT = 5_000, 64 * 1024


def addressed_to(count: int) -> CampaignPlan:
    """Return a draft that names this many units of the alliance."""
    plan = campaigns.complete_draft(addresses_everyone=False)
    many(count)
    plan.addressed_units.set(Unit.objects.filter(code__startswith="HTX-"))
    return plan


def save(plan: CampaignPlan, part: str, change: writing.Change) -> list[str]:
    """Save a part; return the statements that it took."""
    plan.refresh_from_db()
    by = campaigns.cast().officer
    with CaptureQueriesContext(connection) as queries:
        edit_draft(draft_id=plan.pk, revision=plan.revision, by=by, part=part, change=change)
    return [query["sql"] for query in queries]


def write(name: str, value: Any) -> writing.Change:
    return lambda draft: setattr(draft, name, value)


def last_edit() -> Any:
    """Return what the log says was changed last, which fits into an event."""
    data = Event.objects.filter(verb="plan.edited").latest("pk").data
    assert len(json.dumps(data, ensure_ascii=False).encode()) <= LIMIT
    return data["changed"]


def to_units(*units: Unit) -> writing.Change:
    same = {
        "addresses_everyone": False,
        "addressed_blocks": EmulationBlock.objects.none(),
        "recipients": ["Các đơn vị thành viên"],
    }
    chosen = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    return writing.recipients({**same, "addressed_units": chosen, "signing": campaigns.signing()})


def test_closing_costs_the_same_whomever_the_paper_addresses() -> None:
    few, lots = addressed_to(1), campaigns.complete_draft(addresses_everyone=False)
    Unit.objects.filter(code__startswith="HTX-").update(code="X")
    many(MANY)
    lots.addressed_units.set(Unit.objects.filter(code__startswith="HTX-"))

    for_one = save(few, "general", write("closing", "Một câu."))
    for_many = save(lots, "general", write("closing", "Một câu."))

    assert len(for_many) == len(for_one)
    assert last_edit() == {"closing": ["", "Một câu."]}
    of_units = [sql for sql in for_many if "draft_addressed_units" in sql]
    assert [sql.split(" FROM ")[0] for sql in of_units] == ['SELECT 1 AS "a"']


def test_only_the_part_that_was_written_into_is_read_again() -> None:
    plan = campaigns.complete_draft()

    statements = save(plan, "general", write("closing", "Một câu."))

    for table in ("draftbasis", "draftsection", "drafttable", "draftannex", "draftrecipient"):
        assert len([sql for sql in statements if f'FROM "drafts_{table}"' in sql]) == 1, table


def test_log_tells_the_units_taken_out_and_brought_in_and_counts_the_rest() -> None:
    plan = addressed_to(MANY)
    first, *others = Unit.objects.filter(code__startswith="HTX-").order_by("code")
    new = UnitFactory(name="Hợp tác xã Đảo Cô Tô")

    statements = save(plan, "recipients", to_units(new, *others))
    assert not [sql for sql in statements if '"units_unit"."search_text"' in sql and '"id" IN' in sql]
    assert last_edit() == {"addressed_units": {"added": [new.name], "removed": [first.name]}}

    save(plan, "recipients", to_units(new))
    removed = last_edit()["addressed_units"]["removed"]

    assert list(plan.addressed_units.all()) == [new]
    assert (len(removed), removed[-1]) == (51, "và 4.949 đơn vị khác")
    assert LONG.split("{}")[0] in removed[0]


def test_units_are_taken_out_on_the_page(officer: Desk) -> None:
    plan = addressed_to(3)
    page = open_page(officer, plan)
    gone = Unit.objects.get(code="HTX-0001")

    officer.press(page, SAVE, addressed_units=sorted(ticked(page) - {str(gone.pk)}))

    assert last_edit() == {"addressed_units": {"removed": [gone.name]}}


def test_log_keeps_what_a_plan_said_of_its_campaign(officer: Desk) -> None:
    plan = campaigns.complete_draft()
    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "general"]))
    name = plan.campaign.name
    button = next(button for button in page.buttons() if button.startswith("Lưu"))

    officer.press(page, button, campaign_name="Tuổi trẻ sáng tạo", period_to="30/06/2026")

    told = last_edit()
    assert told["own.campaign_name"] == [name, "Tuổi trẻ sáng tạo"]
    assert told["own.period_to"] == ["2026-12-31", "2026-06-30"]


def test_log_keeps_of_a_section_the_place_that_was_changed() -> None:
    plan = campaigns.complete_draft()
    body = "Khơi dậy tinh thần thi đua. " * 500
    section = plan.sections.first()
    DraftSection.objects.filter(pk=section.pk).update(body=body)

    def change(draft: Any) -> None:
        draft.sections.filter(pk=section.pk).update(body=body + "Thêm câu này.")

    save(plan, "sections", change)

    (row,) = last_edit()["sections"]["changed"]
    before, after = row["fields"]["body"]
    assert (row["row"], after.removeprefix(before)) == (section.title, "Thêm câu này.")
    assert len(before) < 100


def test_largest_edit_fits_into_an_event() -> None:
    plan = campaigns.complete_draft()
    formset_rows = 60

    def change(draft: Any) -> None:
        DraftSection.objects.bulk_create(
            DraftSection(draft=draft, position=10 + at, level=2, title="Việc", body=f"{at} " + "ế " * 3_900)
            for at in range(formset_rows)
        )

    save(plan, SECTIONS.name, change)

    told = last_edit()["sections"]
    assert len(told["added"]) + told["left_out"] == formset_rows
    assert len(told["added"]) > 0

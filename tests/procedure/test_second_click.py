"""A second click that waited while the first one took the step leads back to the thing, and says so."""

from typing import Any

import pytest
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.procedure import views
from emulation_portal.procedure.acting import take
from tests.factories import nominations as make
from tests.factories.campaigns import cast
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


def after_another(first: Any) -> Any:
    """Return `take` as it goes for who waited for the lock: somebody else took the step meanwhile."""

    def taking(procedure: Any, event: str, told: Any) -> Any:
        first()
        return take(procedure, event, told)

    return taking


def test_own_second_click_leads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = make.in_state("awaiting_head")
    head = people_of_unit(dossier.unit)[1]
    desk = Desk(head)
    url = reverse("procedure:step", args=["ho-so-khen-thuong", dossier.pk, "gui"])
    page = desk.open(url)
    monkeypatch.setattr(views, "take", after_another(lambda: make.carry_out(dossier, "sent", by=head, on=today())))

    page = desk.press(page, "Duyệt và gửi")

    assert (page.status, page.url) == (200, dossier.get_absolute_url())
    assert page.says("Bước này không còn nữa: Bạn đã chuyển sang “chờ tiếp nhận”")
    assert dossier.versions.count() == 1


def test_who_typed_a_reason_for_what_another_did_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = make.in_state("submitted")
    officer, colleague = cast().officer, make.colleague_of(cast().officer)
    desk = Desk(officer)
    url = reverse("procedure:step", args=["ho-so-khen-thuong", dossier.pk, "yeu-cau-bo-sung"])
    page = desk.open(url)
    first = after_another(lambda: make.carry_out(dossier, "received", by=colleague, on=today()))
    monkeypatch.setattr(views, "take", first)

    page = desk.press(page, "Yêu cầu bổ sung", reason="Thiếu bản sao quyết định công nhận.")

    assert page.status == 422
    assert page.says("Thiếu bản sao quyết định công nhận.")
    assert page.says(f"{colleague.full_name} đã chuyển sang “đã tiếp nhận”")

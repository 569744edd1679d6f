"""script/manage import_plan: for whom it imports, in a database where two alliances have bodies of the same symbol."""

from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories import campaigns, documents
from tests.factories.people import second_alliance, user_with_role

pytestmark = pytest.mark.django_db

TEXT = "KẾ HOẠCH\n\nThi đua “Tuổi trẻ sáng tạo”\n\nI. MỤC ĐÍCH\n\nThi đua lập thành tích.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.md"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def both() -> SimpleNamespace:
    """Our alliance and another, each with a body LMHTX and one officer."""
    ours, theirs = documents.issuer(), second_alliance()
    their_issuer = Issuer.objects.create(unit=theirs.unit, name_lines="Họ", full_name="Họ", symbol=ours.symbol)
    return SimpleNamespace(
        ours=ours,
        theirs=their_issuer,
        officer=campaigns.cast().officer,
        other=theirs.users[Role.OFFICER.value],
        clerk=theirs.users[Role.CLERK.value],
    )


def imported(file: Path, **options: str) -> CampaignPlan:
    call_command("import_plan", str(file), stdout=StringIO(), **options)
    return CampaignPlan.objects.get()


def refused(file: Path, **options: str) -> str:
    with pytest.raises(CommandError) as error:
        imported(file, **options)
    assert (CampaignPlan.objects.count(), PaperImport.objects.count()) == (0, 0)
    return str(error.value)


@pytest.mark.parametrize("options", [{}, {"issuer": "LMHTX"}], ids=["first", "by-symbol"])
@pytest.mark.parametrize(("who", "issuer"), [("officer", "ours"), ("other", "theirs"), ("clerk", "theirs")])
def test_plan_is_of_a_body_for_which_the_importer_drafts(both, file, who, issuer, options) -> None:
    user = getattr(both, who)

    plan = imported(file, username=user.username, **options)

    assert (plan.issuer, plan.drafted_by) == (getattr(both, issuer), user)


def test_body_of_others_is_no_such_body(both, file) -> None:
    Issuer.objects.filter(pk=both.theirs.pk).update(symbol="LMB")

    assert "drafts for no such issuing body" in refused(file, username=both.officer.username, issuer="LMB")


def test_only_officer_who_drafts_for_the_symbol_imports(both, file) -> None:
    Issuer.objects.filter(pk=both.theirs.pk).update(symbol="LMB")

    assert imported(file, issuer="LMB").drafted_by == both.other


def test_officers_who_may_are_named_when_there_are_several(both, file) -> None:
    user_with_role(Role.OFFICER, both.theirs.unit, username="nguoi.thu.ba")
    Issuer.objects.filter(pk=both.theirs.pk).update(symbol="LMB")

    assert f"officers: {both.other.username}, nguoi.thu.ba" in refused(file, issuer="LMB")
    assert "officers: none" in refused(file, issuer="KHONG-CO")


def test_refused_file_does_not_wait_on_the_list(both, file) -> None:
    Appointment.objects.filter(user=both.officer).update(role=Role.ACCOUNTANT)

    assert "drafts for no such issuing body" in refused(file, username=both.officer.username)


def test_file_of_which_no_draft_can_be_made_does_not_wait_on_the_list(both, file) -> None:
    name = "x" * 70_000
    file.write_text(TEXT.replace("Thi đua lập thành tích.", f"Căn cứ {name}"), "utf-8")

    refused(file, username=both.officer.username)

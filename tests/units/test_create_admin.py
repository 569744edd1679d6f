"""An empty portal gets its first administrator from the command line."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from emulation_portal.accounts.actions import find_by_code
from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from tests.factories.people import UnitFactory
from units.models import Unit

pytestmark = pytest.mark.django_db
FOUNDED = ("--name", "Liên minh Hợp tác xã tỉnh Mẫu")


def test_first_administrator_is_made_once_and_can_activate(capsys) -> None:
    call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu", *FOUNDED)

    code = re.search(r"Mã kích hoạt:\s+(\S+)", capsys.readouterr().out).group(1)
    user = find_by_code("quantri", code, at=timezone.now()).user
    assert (rights_of(user).roles, user.person.full_name, Unit.objects.get().code) == (
        {Role.ADMIN},
        "Đặng Văn Làm Mẫu",
        "LMHTX",
    )
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("create_admin", "quantri", "Người Khác")
    assert user.person.positions.count() == 1


def test_second_alliance_is_founded_with_its_administrator() -> None:
    call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu", *FOUNDED)

    call_command("create_admin", "quantri.hai", "Lê Thị Mẫu", "--alliance", "lm-hai", "--name", "Liên minh Thứ Hai")

    units = list(Unit.objects.order_by("pk").values_list("code", "name"))
    user = User.objects.get(username="quantri.hai")
    assert units == [("LMHTX", "Liên minh Hợp tác xã tỉnh Mẫu"), ("LM-HAI", "Liên minh Thứ Hai")]
    assert user.person.alliance.code == "LM-HAI"
    assert set(Unit.objects.administered_by(user)) == {user.person.alliance}


def test_which_alliance_is_asked_where_there_are_several() -> None:
    UnitFactory(kind="alliance", code="MOT")
    UnitFactory(kind="alliance", code="HAI")

    with pytest.raises(CommandError, match="MOT, HAI"):
        call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu")
    with pytest.raises(CommandError, match="--name"):
        call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu", "--alliance", "BA")
    call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu", "--alliance", "HAI")

    assert User.objects.get().place.code == "HAI"


def test_alliance_that_is_not_there_is_founded_only_by_name() -> None:
    with pytest.raises(CommandError, match="--name"):
        call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu")

    assert not Unit.objects.exists()

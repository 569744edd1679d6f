"""An empty portal gets its first administrator from the command line."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from emulation_portal.accounts.actions import find_by_code
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_first_administrator_is_made_once_and_can_activate(capsys) -> None:
    call_command("create_admin", "quantri", "Đặng Văn Làm Mẫu")

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

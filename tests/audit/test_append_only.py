"""The audit log takes events and gives none back."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET reason = 'khác'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_event_refuses_change(sql: str) -> None:
    user = User.objects.create_user("mau", "Nguyễn Thị Mẫu")
    record("user.created", user, by=None)

    with pytest.raises(DatabaseError, match=r"append-only|Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Event.objects.count() == 1

"""Between transactional tests the tables are emptied, even while a worker or a page still holds one of them."""

import threading

import psycopg2
import pytest
from django.db import connection
from django.test import TransactionTestCase

from emulation_portal.accounts.models import User
from tests.factories.people import account
from tests.waiting import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def test_flush_steps_back_for_one_who_holds_a_table_and_wants_another():
    account()
    holds, refused = threading.Event(), []

    def work() -> None:
        settings = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        other = psycopg2.connect(**{name: settings[name] for name in names if name in settings})
        with other.cursor() as cursor:
            # The flush locks table after table: one of the two is always taken in the other order.
            for first, then in (("accounts_user", "audit_event"), ("audit_event", "accounts_user")):
                try:
                    cursor.execute(f"LOCK TABLE {first} IN ROW SHARE MODE")
                    holds.set()
                    cursor.execute("SELECT pg_sleep(0.3)")
                    cursor.execute(f"LOCK TABLE {then} IN ROW SHARE MODE")
                except psycopg2.errors.DeadlockDetected as error:
                    refused.append(error)
                other.rollback()
        other.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert holds.wait(PATIENCE)
    TransactionTestCase._fixture_teardown(TransactionTestCase())
    worker.join(PATIENCE)

    assert not User.objects.exists()
    assert refused == []

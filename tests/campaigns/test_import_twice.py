"""Two clicks on “Đọc tệp”: one file that waits for its preview, not two."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from emulation_portal.accounts.models import User
from emulation_portal.documents.drafts.actions import read_paper_file
from emulation_portal.documents.drafts.models import PaperImport
from tests.factories import campaigns, documents
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "KẾ HOẠCH\n\nThi đua “Tuổi trẻ sáng tạo”\n\nI. MỤC ĐÍCH\n\nThi đua lập thành tích.\n".encode()


def test_two_clicks_at_once_are_one_import() -> None:
    documents.issuer()
    by = campaigns.cast().officer

    def click() -> int:
        try:
            return read_paper_file("plan", "ke-hoach.md", TEXT, by=User.objects.get(pk=by.pk), on=campaigns.DAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
            clicks = [pool.submit(click) for _ in range(2)]
            until(lambda: _waiting() == 2, what="both clicks to wait for the one who clicked")
        found = {each.result() for each in clicks}

    assert found == set(PaperImport.objects.values_list("pk", flat=True))
    assert len(found) == 1


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])

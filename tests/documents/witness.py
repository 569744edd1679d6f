"""Somebody who looks at a paper's page again and again while its file is being made, and believes nothing."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from emulation_portal.documents.models import Document, DocumentFile, RegisterEntry
from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role
from tests.waiting import until


class Witness:
    """Reads as an officer and as the public. A link must lead to the issued bytes, a file that is there must be shown."""

    def __init__(self, document):
        self.document = document
        self.file_url = reverse("documents:file", args=[document.pk])
        self.public, self.officer = Client(), Client()
        self.officer.force_login(user_with_role(Role.OFFICER))
        self.seen = []

    def look(self):
        """Return what the page says of the file; the empty text when it leads to it."""
        close_old_connections()  # as every request does; the test client leaves it out
        was_there = self.read_file() is not None
        pages = [
            client.get(self.document.get_absolute_url()).content.decode() for client in (self.public, self.officer)
        ]
        for page in pages:
            if self.file_url in page:
                content = self.read_file()
                assert content is not None
                assert hashlib.sha256(content).hexdigest() == DocumentFile.objects.get(document=self.document).sha256
            else:
                assert not was_there
                assert page.count('id="file-state"') == 1
        words = re.search(r'<div class="job-words">(.*?)</div>', pages[1], re.DOTALL)
        says = " ".join(re.sub(r"<[^>]+>", " ", words[1]).split()) if words else ""
        assert bool(says) != (self.file_url in pages[1])
        if says and says not in self.seen:
            self.seen.append(says)
        return says

    def read_file(self):
        """Return the bytes behind the address of the file, None when it is not there."""
        answer = self.public.get(self.file_url)
        content = answer.getvalue()
        answer.close()
        return content if answer.status_code == 200 else None

    def wait_for_the_file(self):
        """Look until there is a file; return all that the page said till then."""
        until(lambda: not self.look(), what=f"the file after {self.seen}")
        assert all(says.startswith(("Đang chờ", "Đang chạy")) for says in self.seen), self.seen
        return self.seen


def check_books(last):
    """The register, the papers and the storage hold the same, without gaps, doubles or leftovers."""
    numbers = list(range(1, last + 1))
    assert list(RegisterEntry.objects.order_by("number").values_list("number", flat=True)) == numbers
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == numbers
    names = list(DocumentFile.objects.values_list("storage_name", flat=True))
    found = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert sorted(map(str, found)) == sorted(f"{settings.MEDIA_ROOT}/{name}" for name in names)
    assert len(names) == last

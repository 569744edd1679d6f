"""What is shown to whom after the migration. Imported by migrate_release, when Django stands."""

import hashlib
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, CampaignPlan
from emulation_portal.audit.queries import kind_of, status_words
from emulation_portal.audit.subjects import url_of
from emulation_portal.audit.verbs import verb_of
from emulation_portal.documents.models import Document
from emulation_portal.jobs.models import Job

OFFICER, AUDITOR = "chuyenvien", "kiemtra"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def pages() -> dict[str, dict[str, list]]:
    """Return {who: {page: [status, what is found on it]}}."""
    return {who: _seen_by(client) for who, client in {"anybody": Client(), "officer": signed_in(OFFICER)}.items()}


def _seen_by(client: Client) -> dict[str, list]:
    seen: dict[str, list] = {}
    for paper in Document.objects.order_by("pk"):
        number = f"{paper.number:02}/{paper.symbol}"
        check = reverse("documents:check", args=[paper.check_code])
        seen[f"paper {paper.pk}"] = _page(client, paper.get_absolute_url(), number)
        seen[f"check {paper.pk}"] = _page(client, check, number)
        seen[f"file {paper.pk}"] = _file(client, reverse("documents:file", args=[paper.pk]))
    for plan in CampaignPlan.objects.order_by("pk"):
        words = plan.summary.splitlines()[-1]
        seen[f"plan {plan.pk}"] = _page(client, plan.get_absolute_url(), words)
        seen[f"plan {plan.pk} from the log"] = _page(client, url_of("campaigns.campaignplan", plan.pk), words)
    for campaign in Campaign.objects.order_by("pk"):
        seen[f"campaign {campaign.pk}"] = _page(client, campaign.get_absolute_url(), campaign.name)
    return seen | {"campaigns": _page(client, reverse("campaigns:list"), Campaign.objects.get(pk=8).name)}


def of_the_office() -> dict[str, list]:
    """Return what else the officer opens: the book, the copy of a draft, and what each job was for."""
    client = signed_in(OFFICER)
    copy = reverse("documents:copy-file", args=[1])
    jobs = Job.objects.exclude(subject_url="").order_by("pk")
    seen = {
        "book": _page(client, reverse("documents:register"), "03/KH-LMHTX"),
        "copy 1": _file(client, copy),
    }
    return seen | {f"job {job.pk}": _page(client, job.subject_url, "") for job in jobs}


def _page(client: Client, address: str, words: str) -> list:
    """Return [status, whether the words stand there, what the history on it names]."""
    answer = client.get(address, follow=True)
    history = (answer.context or {}).get("history", []) if answer.status_code == 200 else []
    return [answer.status_code, words in answer.content.decode(), [row.what for row in history]]


def _file(client: Client, address: str) -> list:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else b""
    return [answer.status_code, hashlib.sha256(content).hexdigest() if content else ""]


def log_rows() -> dict[str, dict[str, Any]]:
    """Return what the auditor reads of every event in the log, page after page: {key: {what, kind, status, url}}."""
    client, address, read = signed_in(AUDITOR), reverse("audit:list"), {}
    older = ""
    while older is not None:
        answer = client.get(address, {"truoc": older} if older else {})
        assert answer.status_code == 200, answer.status_code
        for event in answer.context["page"].events:
            read[str(event.pk)] = {
                "what": verb_of(event.verb).label,
                "kind": kind_of(event),
                "status": status_words(event),
                "url": url_of(event.object_type, event.object_id),
            }
        older = answer.context["page"].older
    return read

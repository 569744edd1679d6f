"""What the database itself refuses of drafts, their kinds, campaigns and papers, whoever asks."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from campaigns.models import Campaign, CampaignPaper
from emulation_portal.documents.drafts.models import Draft, PaperImport
from emulation_portal.documents.drafts.registry import kinds
from tests.factories import campaigns, papers

pytestmark = pytest.mark.django_db


def refused(sql: str, *params: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


TABLES = sorted(
    {kind.model._meta.db_table for kind in kinds()}
    | {
        f"drafts_{name}"
        for name in ("draft", "draftbasis", "draftsection", "drafttable", "draftannex", "draftrecipient")
    }
    | {"campaigns_campaign", "drafts_paperimport", "documents_document"}
)


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_papers_is_truncated(table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")


def test_revoked_paper_is_not_in_force_again_and_its_end_stays() -> None:
    document = campaigns.plan_in("revoked").document
    update = "UPDATE documents_document SET {} WHERE id = %s"

    refused(update.format("status = 'issued', ended_on = NULL, status_reason = ''"), document.pk)
    refused(update.format("ended_on = '2020-01-01'"), document.pk)
    refused(update.format("status_reason = 'khác'"), document.pk)


def test_nothing_begins_in_the_middle_of_its_way() -> None:
    plan = campaigns.complete_draft()
    for thing in (plan.draft_ptr, plan.campaign):
        copy = type(thing).objects.get(pk=thing.pk)
        copy.pk, copy._state.adding = None, True
        copy.status = {Draft: "approved", Campaign: "running"}[type(thing)]
        with pytest.raises(DatabaseError), transaction.atomic():
            copy.save()


def test_draft_loses_neither_its_kind_nor_itself() -> None:
    notice = papers.complete("campaign_notice")

    refused("DELETE FROM campaigns_campaignpaper WHERE draft_ptr_id = %s", notice.pk)
    refused("DELETE FROM drafts_draft WHERE id = %s", notice.pk)
    refused("UPDATE drafts_draft SET predecessor_id = id, relation = 'amendment' WHERE id = %s", notice.pk)
    assert CampaignPaper.objects.filter(pk=notice.pk).exists()


@pytest.fixture
def source() -> PaperImport:
    plan = campaigns.complete_draft()
    return PaperImport.objects.create(
        kind="plan", file_name="a.txt", sha256="0" * 64, source_text="Chữ", parsed={}, draft=plan.draft_ptr
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda source: PaperImport.objects.filter(pk=source.pk).update(source_text="Khác"),
        lambda source: PaperImport.objects.filter(pk=source.pk).update(sha256="1" * 64),
        lambda source: PaperImport.objects.filter(pk=source.pk).delete(),
    ],
)
def test_what_was_read_is_kept_as_evidence(source: PaperImport, act: Callable[[PaperImport], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act(source)

"""The papers of a dossier: kept with each sending in the place of those that stood."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from awards.history.facts import standing_awards_of
from emulation_portal.accounts.models import User
from emulation_portal.documents.actions import UnitOrder, issue_of_unit, withdraw_of_unit
from emulation_portal.documents.enums import DocumentStatus, DocumentType
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.queries import facts_of

from ..models import Nomination, NominationDossier
from ..papers import achievement_report, meeting_minutes, submission


def issue_papers(
    dossier: NominationDossier, nominations: list[Nomination], *, own_number: int | None, by: User, on: dt.date
) -> None:
    """Issue Tờ trình, Biên bản bình xét and a report of each nominee; by the simplified procedure the Tờ trình alone.

    What stood for somebody who is proposed no more ends. Raises what `issue_of_unit` raises.
    """
    facts = facts_of(dossier.unit, on=on, signed_by=by)
    law = dossier.law_day(on=on)
    _issue(dossier, dossier, submission(dossier, nominations, facts, law), own_number, by=by, on=on)
    if dossier.is_simplified:
        reason = "Hồ sơ gửi lại theo thủ tục đơn giản."
        withdraw_papers([dossier], by=by, on=on, reason=reason, types=(DocumentType.BB,))
        withdraw_papers(nominations, by=by, on=on, reason=reason)
        return
    _issue(dossier, dossier, meeting_minutes(dossier, nominations, facts), None, by=by, on=on)
    awards = standing_awards_of(each.who for each in nominations)
    for each in nominations:
        paper = achievement_report(each, awards.get(each.who.key, []), facts, law)
        _issue(dossier, each, paper, None, by=by, on=on)


def issue_report(nomination: Nomination, *, by: User, on: dt.date) -> None:
    """Issue the report of one nominee of a locked dossier anew. Raises what `issue_of_unit` raises."""
    dossier = nomination.dossier
    if dossier.is_simplified:
        return
    facts = facts_of(dossier.unit, on=on, signed_by=by)
    awards = standing_awards_of([nomination.who]).get(nomination.who.key, [])
    paper = achievement_report(nomination, awards, facts, dossier.law_day(on=on))
    _issue(dossier, nomination, paper, None, by=by, on=on)


def _issue(
    dossier: NominationDossier, subject: Any, paper: Paper, number: int | None, *, by: User, on: dt.date
) -> None:
    former = standing_paper(subject, paper.type)
    issued_on = max(on, former.issued_on) if former else on
    order = UnitOrder(
        unit=dossier.unit,
        document_type=DocumentType(paper.type),
        paper=paper,
        issued_on=issued_on,
        subject=subject,
        number=number if number is not None or former is None else former.number,
    )
    issue_of_unit(order, by=by, today=issued_on, supersedes=former)


def standing_paper(subject: Any, document_type: str) -> Document | None:
    """Return what stands of the type for a dossier, or a nomination."""
    papers = Document.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, document_type=document_type
    )
    return papers.filter(status=DocumentStatus.ISSUED).defer("payload").first()


def withdraw_papers(
    subjects: Iterable[Any],
    *,
    by: User,
    on: dt.date,
    reason: str,
    types: Sequence[DocumentType] = (DocumentType.TTR, DocumentType.BB, DocumentType.BC),
) -> None:
    """End the papers of these types of what is proposed no more, or otherwise; they stay to be read."""
    for subject in subjects:
        for document_type in types:
            paper = standing_paper(subject, document_type)
            if paper is not None:
                withdraw_of_unit(paper, by=by, on=on, reason=reason)

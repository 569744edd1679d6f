"""What the search of the portal finds among papers: those that were issued, and what the office is writing."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from emulation_portal.core.dates import short_date
from emulation_portal.core.folding import Folded
from emulation_portal.core.parts import Findings, Found
from emulation_portal.core.searching import Word, first_of, of_every_word, says
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.documents.finding import bearing, of_a_day_in, saying
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .enums import Shelf
from .models import Draft
from .registry import kinds

OF_THE_DAY, EXACT_AND_IN_FORCE, EXACT, ONLY_SAYS = 0, 1, 2, 3


def papers_saying(papers: Any, text: str) -> Any:
    """Return those of issued papers that are found by every word: in the trích yếu, as number, type, day or year."""
    return papers.filter(saying(text, "document__"))


def drafts_saying(drafts: Any, text: str) -> Any:
    """Return those of drafts being written that are found by every word: in the trích yếu, or as kind or number.

    They are few: their texts are folded as they are looked through.
    """
    folded = drafts.alias(folded=Folded("summary"), folded_symbol=Folded("paper_symbol"))
    return folded.filter(of_every_word(text, _written))


def _written(word: Word) -> Q:
    called = [kind.code for kind in kinds() if word.text in fold(kind.noun).split()]
    found = says("folded", word) | Q(kind__in=called)
    if word.number:
        found |= Q(paper_number=word.number.number, folded_symbol__startswith=word.number.symbol)
    return found


def find_papers(user: Any, text: str, limit: int) -> Findings:
    """Find issued papers: first those that bear the number, in force before ended ones; then the newest."""
    found = _nearest_first(papers_saying(Draft.objects.visible_to(user).issued(), text), text)
    return first_of(found, limit, _issued, list_name="drafts:list", q=text)


def find_drafts(user: Any, text: str, limit: int) -> Findings:
    """Find what is on the desks of the user's office; of others nobody sees a draft."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        return Findings((), 0)
    found = drafts_saying(Draft.objects.visible_to(user).being_written(), text)
    return first_of(found, limit, _being_written, list_name="drafts:list", desk=Shelf.WRITTEN.value, q=text)


def _nearest_first(papers: QuerySet[Draft], text: str) -> QuerySet[Any]:
    """Only words that may be numbers are worth the sorting of all that was found; a day tells years apart."""
    bears = bearing(text, "document__")
    if bears is None:
        return papers.annotate(nearness=Value(ONLY_SAYS))
    in_force = When(bears, document__status=DocumentStatus.ISSUED, then=EXACT_AND_IN_FORCE)
    of_the_day = When(bears & of_a_day_in(text, "document__"), then=OF_THE_DAY)
    nearness = Case(of_the_day, in_force, When(bears, then=EXACT), default=ONLY_SAYS)
    return papers.annotate(nearness=nearness).order_by("nearness", *papers.query.order_by)


def _issued(draft: Any) -> Found:
    paper = draft.document
    return Found(
        label=str(paper),
        note=f"{' '.join(paper.summary.split())} · ngày {short_date(paper.issued_on)}",
        url=draft.get_absolute_url(),
        state=None if paper.is_in_force else _state(draft),
        is_exact=draft.nearness < ONLY_SAYS,
    )


def _being_written(draft: Draft) -> Found:
    return Found(str(draft), "", draft.get_absolute_url(), _state(draft))


def _state(draft: Draft) -> tuple[str, str]:
    return draft.get_status_display(), procedure_of(draft).state_of(draft.status).tone

"""Reads that span models: what a draft has, what the book of numbers has already."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import MD5

from emulation_portal.core.folding import FoldedWords
from emulation_portal.core.short_names import is_same_name
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.models import Issuer, RegisterEntry
from emulation_portal.documents.reading import ParsedPaper
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.periods import in_force_on
from units.enums import BY_ORDER, SigningForm, form_written
from units.models import SigningAuthority

from . import policies
from .enums import Relation
from .models import Draft, DraftSection
from .numbering import main_level, section_places
from .regulations import PaperFacts
from .table_places import has_table_as_text, places_in

NO_TOPIC = "other"


def paper_facts(draft: Draft, *, on: dt.date) -> PaperFacts:
    """Return what the form of any paper asks of the draft, were it to go its way on that day."""
    sections = list(draft.sections.all())
    signers = [signer for signer in (draft.signing, draft.co_signing) if signer is not None]
    texts = list(_places_of_text(draft, sections))
    return PaperFacts(
        noun=draft.noun,
        summary=draft.summary,
        is_free_in_form=draft.kind_of.is_free_in_form,
        bases=len(draft.bases.all()),
        sections=len(sections),
        empty_sections=empty_sections(sections, draft.numbering_style),
        has_signer=draft.signing is not None,
        unfit_signers=tuple(str(signer.person) for signer in signers if not _may_sign(signer, draft, on=on)),
        wants_order=draft.kind_of.is_signed_by_order,
        is_signed_by_order=all(signer.form in BY_ORDER for signer in signers),
        lost_rows=_lost_rows(draft, sections),
        says_something=_says_something(draft, sections),
        names_predecessor=_names_predecessor(draft, sections),
        crooked_tables=tuple(str(table) for table in draft.tables.all() if not table.rows),
        tables_as_text=tuple(place for place, text, _ in texts if has_table_as_text(text)),
        places_without_table=tuple(place for place, text, tables in texts if places_in(text) > tables),
    )


def _places_of_text(draft: Draft, sections: list[DraftSection]) -> Iterator[tuple[str, str, int]]:
    """Yield each part of the draft that has text: what it is called, its text, and how many tables stand in it."""
    yield "Lời dẫn", f"{draft.lead_in}\n\n{draft.preamble}", 0
    tables = draft.tables.all()
    places = section_places((section.level for section in sections), draft.numbering_style)
    for section, place in zip(sections, places, strict=True):
        yield f"Mục {place}", section.body, sum(table.section_id == section.pk for table in tables)
    yield "Lời kết", draft.closing, 0
    for annex in draft.annexes.all():
        yield f"Phụ lục “{annex}”", annex.body, sum(table.annex_id == annex.pk for table in tables)


def _may_sign(signing: SigningAuthority, draft: Draft, *, on: dt.date) -> bool:
    """Return whether the right to sign is of the issuer's own unit, in force on the day and of this type of paper."""
    is_own = signing.unit_id == draft.issuer.unit_id and signing.is_in_force(on=on)
    return is_own and signing.covers(draft.document_type)


def _lost_rows(draft: Draft, sections: list[DraftSection]) -> tuple[str, ...]:
    """Return the names of topics on which the kind has rows, but the paper no section to print them in."""
    kind = draft.kind_of
    printed = {each for topic in topic_heads(draft, sections).values() for each in kind.topics_of(topic)}
    lost = set(kind.topics_with_rows(draft)) - printed
    # A topic that stands for several is but another place for their rows.
    return tuple(label for topic, label in kind.topics if topic in lost and tuple(kind.topics_of(topic)) == (topic,))


def _says_something(draft: Draft, sections: list[DraftSection]) -> bool:
    """Return whether more than titles of main sections is written."""
    main = main_level(section.level for section in sections)
    return (
        (
            draft.kind_of.is_free_in_form
            and bool(draft.lead_in.strip() or draft.preamble.strip() or draft.closing.strip())
        )
        or any(section.body.strip() or (section.level > main and section.title.strip()) for section in sections)
        or any(table.rows for table in draft.tables.all())
        or bool(draft.kind_of.topics_with_rows(draft))
    )


def empty_sections(sections: list[DraftSection], style: str) -> tuple[str, ...]:
    """Return where sections stand in which nothing is written."""
    places = section_places((section.level for section in sections), style)
    return tuple(
        place
        for section, place in zip(sections, places, strict=True)
        if not (section.title.strip() or section.body.strip())
    )


def is_of_another_body(parsed: ParsedPaper, issuer: Issuer) -> bool:
    """Return whether a file that was read names a body at its head, and not this one."""
    named = fold(" ".join(parsed.issuer_lines))
    own = (issuer.full_name, " ".join(issuer.name_lines.split()))
    return bool(named) and not any(is_same_name(named, fold(name)) for name in own)


def signer_named(name: str, lines: Sequence[str], *, issuer: Issuer, kind: Any, on: dt.date) -> SigningAuthority | None:
    """Return whose name stands below a paper that was read, when one right to sign it is theirs: of several that in the
    capacity that the lines above the name write.

    Degrees before the name do not count. The right is the issuer's own, in force on the day, and covers the type.
    """
    wanted = fold(name)
    if not wanted:
        return None
    own = rights_to_sign(kind, unit_id=issuer.unit_id, on=on)
    fit = [row for row in own if _is_called(wanted, fold(row.person.full_name))]
    if len(fit) > 1:
        fit = [row for row in fit if row.form == form_written(lines)]
    return fit[0] if len(fit) == 1 else None


def rights_to_sign(kind: Any, *, unit_id: int, on: dt.date) -> list[SigningAuthority]:
    """Return the rights of the unit, in force on the day, by which papers of the kind may be signed."""
    forms = BY_ORDER if kind.is_signed_by_order else tuple(SigningForm)
    own = SigningAuthority.objects.filter(in_force_on(on), unit=unit_id, form__in=forms).select_related("person")
    return [row for row in own if row.covers(kind.type)]


def _is_called(written: str, name: str) -> bool:
    return written == name or written.endswith(f". {name}")


def main_sections(sections: list[DraftSection]) -> list[DraftSection]:
    """Return the sections of the highest level that the paper uses."""
    main = main_level(section.level for section in sections)
    return [section for section in sections if section.level == main]


def topic_heads(draft: Draft, sections: list[DraftSection]) -> dict[int, str]:
    """Return which sections begin what is said on a topic, by their index: the main ones, and of topics that none of them
    is on the first part whose title names one.
    """
    kind, main = draft.kind_of, main_level(section.level for section in sections)
    heads = {at: section.topic for at, section in enumerate(sections) if section.level == main}
    known = {each for topic in heads.values() for each in kind.topics_of(topic)}
    named = {topic for topic, _ in kind.topics if tuple(kind.topics_of(topic)) == (topic,)} - {NO_TOPIC}
    for at, section in enumerate(sections):
        topic = kind.topic_of(section.title) if section.level > main and section.title.strip() else NO_TOPIC
        if topic in named - known:
            heads[at] = topic
            known.add(topic)
    return heads


def end_of_part(sections: list[DraftSection], at: int) -> int:
    """Return the index of the last section that belongs to this one: itself, or the last of its parts."""
    last = at
    while last + 1 < len(sections) and sections[last + 1].level > sections[at].level:
        last += 1
    return last


def topics_with_text(draft: Draft, sections: list[DraftSection]) -> frozenset[str]:
    """Return the topics under which something is written, or a table stands, beyond the title of their section."""
    tables = {table.section_id for table in draft.tables.all() if table.rows}
    topics = set()
    for at, topic in topic_heads(draft, sections).items():
        head, *parts = sections[at : end_of_part(sections, at) + 1]
        if any(part.body.strip() or part.pk in tables for part in (head, *parts)) or any(
            p.title.strip() for p in parts
        ):
            topics.add(topic)
    return frozenset(topics)


def says_in_text(draft: Draft, topic: str) -> bool:
    """Return whether the section on the topic says it itself: a table, or more than words that announce rows."""
    tables = {table.section_id for table in draft.tables.all() if table.rows}
    sections = sections_on(draft, topic)
    for section in sections:
        is_text = section.body.strip() and not section.body.rstrip().endswith(":")
        is_part_with_title = section.level > sections[0].level and section.title.strip()
        if is_text or is_part_with_title or section.pk in tables:
            return True
    return False


def sections_on(draft: Draft, topic: str) -> list[DraftSection]:
    """Return the sections that begin what is said on the topic, each with its parts behind it."""
    sections = list(draft.sections.all())
    heads = [at for at, each in topic_heads(draft, sections).items() if each == topic]
    return [section for at in heads for section in sections[at : end_of_part(sections, at) + 1]]


def _names_predecessor(draft: Draft, sections: list[DraftSection]) -> bool:
    """Return whether the text says by its number which paper it amends or replaces; a correction needs not."""
    old = draft.predecessor.document if draft.predecessor and draft.relation != Relation.CORRECTION else None
    if old is None:
        return True
    texts = (
        draft.summary,
        draft.lead_in,
        draft.preamble,
        draft.closing,
        *(b.text for b in draft.bases.all()),
        *(s.body for s in sections),
    )
    return any(old.is_named_in(text) for text in texts)


def line_that_has(
    number: int, *, issuer: Issuer, document_type: str, issued_on: dt.date, besides: Draft | None = None
) -> RegisterEntry | None:
    """Return the valid line of the issuer's book of that year which has the number; the line of `besides` is none."""
    book = {
        "register__issuer": issuer,
        "register__year": issued_on.year,
        "register__series": issuer.series_of(document_type, year=issued_on.year),
    }
    lines = RegisterEntry.objects.filter(**book, number=number, voided_at__isnull=True)
    if besides and besides.document and besides.document.entry_id:
        lines = lines.exclude(pk=besides.document.entry_id)
    return lines.first()


def same_summary(summary: str, *, issuer: Issuer | None) -> QuerySet[Draft]:
    """Return the issuer's drafts whose trích yếu has the same words; case, accents and marks do not count.

    An index of the same expression finds them, however many drafts there are.
    """
    if issuer is None or not re.search(r"\w", summary):
        return Draft.objects.none()
    drafts = Draft.objects.filter(issuer=issuer).alias(words=MD5(FoldedWords("summary")))
    return drafts.filter(words=MD5(FoldedWords(Value(summary))))


def issuers_for(user: object) -> "list[Issuer]":
    """Return the bodies whose papers the user drafts, the first written down first."""
    mine = rights_of(user).reach("unit", *policies.DRAFTERS)
    return list(Issuer.objects.filter(mine).select_related("unit").order_by("pk"))

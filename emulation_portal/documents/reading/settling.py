"""Which warnings of a reading still say something: what was missing may have been filled in, and a draft has no number."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from .parsed import ParseWarning

# They speak of what only a paper that was issued bears.
OF_ISSUED_PAPERS = frozenset(
    {
        "no_number",
        "no_symbol",
        "no_date",
        "no_signer",
        "two_numbers",
        "bad_number",
        "symbol_normalised",
        "impossible_date",
        "future_date",
    }
)

# What a paper has once the warning is settled. Of the others nobody can say but who reads the paper: they stay.
SETTLED_BY = {
    "no_issuer": "issuer",
    "no_number": "paper_number",
    "bad_number": "paper_number",
    "no_symbol": "paper_symbol",
    "no_date": "paper_issued_on",
    "impossible_date": "paper_issued_on",
    "future_date": "paper_issued_on",
    "no_place": "place_name",
    "no_summary": "summary",
    "summary_in_capitals": "summary_in_small_letters",
    "no_bases": "bases",
    "no_sections": "sections",
    "empty_section": "text_in_every_section",
    "no_recipients": "recipients",
    "no_signature": "signature",
    "no_signer": "paper_signer_name",
    "no_end_mark": "end_mark",
}
MIN_WORDS_IN_CAPITALS = 3


def still_open(
    warnings: Iterable[ParseWarning], *, has: AbstractSet[str], own: Mapping[str, str] = MappingProxyType({})
) -> list[ParseWarning]:
    """Return the warnings that are not settled by what the paper has by now. `own` says what settles those of a kind."""
    settled_by = {**SETTLED_BY, **own}
    return [warning for warning in warnings if settled_by.get(warning.code) not in has]


def is_of_issued_paper(warning: ParseWarning) -> bool:
    return warning.code in OF_ISSUED_PAPERS


def summary_facts(summary: str) -> set[str]:
    """Return what the trích yếu settles. A word or two in capitals may be a short name: “OCOP 2026”."""
    words = [word for word in summary.split() if any(map(str.isalpha, word))]
    is_in_capitals = summary.isupper() and len(words) >= MIN_WORDS_IN_CAPITALS
    return {"summary_in_small_letters"} if words and not is_in_capitals else set()


def section_facts(sections: Iterable[tuple[int, bool]]) -> set[str]:
    """Return what the sections settle, each given as its level and whether something is written in it."""
    rows = list(sections)
    following = [level for level, _ in rows[1:]] + [0]
    facts = {"sections"} if rows else set()
    levels = [level for level, _ in rows]
    if levels.count(min(levels, default=1)) > 1:
        facts.add("several_main_sections")
    if all(has_text or after > level for (level, has_text), after in zip(rows, following, strict=False)):
        facts.add("text_in_every_section")
    return facts

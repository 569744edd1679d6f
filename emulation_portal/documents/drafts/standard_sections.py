"""The main sections that a kind of paper usually has, in their usual order, and where a missing one belongs."""

from collections.abc import Callable, Iterable, Sequence

Standard = Sequence[tuple[str, str]]  # topic and title
# One section may be on several topics: returns them.
Topics = Callable[[str], Iterable[str]]


def missing_topics(topics: Iterable[str], standard: Standard, topics_of: Topics) -> list[str]:
    """Return the usual topics that no main section is on."""
    found = {each for topic in topics for each in topics_of(topic)}
    return [topic for topic, _ in standard if topic not in found]


def with_missing(topics_by_section: Sequence[str | None], standard: Standard, topics_of: Topics) -> list[int | str]:
    """Return the sections by their index, with the missing topics where they belong.

    The topic of a main section is given, None stands for a part of the one before. A missing section comes behind the
    last one that usually comes before it, and otherwise in front of all main sections.
    """
    ranks = {topic: rank for rank, (topic, _) in enumerate(standard)}

    def rank_of(topic: str) -> int:
        return min((ranks[each] for each in topics_of(topic) if each in ranks), default=len(standard))

    order: list[int | str] = list(range(len(topics_by_section)))
    for topic in missing_topics(filter(None, topics_by_section), standard, topics_of):
        topics = [row if isinstance(row, str) else topics_by_section[row] for row in order]
        order.insert(_place_of(rank_of(topic), [None if each is None else rank_of(each) for each in topics]), topic)
    return order


def _place_of(rank: int, ranks: Sequence[int | None]) -> int:
    """Return where a section of this rank goes among main sections of these ranks; None is a part of one before."""
    starts = [at for at, found in enumerate(ranks) if found is not None]
    before = [at for at in starts if (ranks[at] or 0) < rank]
    if not before:
        return starts[0] if starts else len(ranks)
    return next((at for at in starts if at > before[-1]), len(ranks))

"""The main sections that a plan usually has, in their usual order, and where a missing one belongs."""

from collections.abc import Iterable, Sequence

from .enums import Topic

STANDARD = (
    (Topic.OBJECTIVES, "MỤC ĐÍCH, YÊU CẦU"),
    (Topic.CONTENT, "NỘI DUNG THI ĐUA"),
    (Topic.CRITERIA, "TIÊU CHÍ, CHỈ TIÊU"),
    (Topic.REWARDS, "KHEN THƯỞNG"),
    (Topic.SCHEDULE, "THỜI GIAN, TIẾN ĐỘ"),
    (Topic.MEASURES, "TỔ CHỨC THỰC HIỆN"),
)
_RANKS: dict[str, int] = {str(topic): rank for rank, (topic, _) in enumerate(STANDARD)}
_RANKS[Topic.CONTENT_CRITERIA] = _RANKS[Topic.CONTENT]


def missing_topics(topics: Iterable[str]) -> list[Topic]:
    """Return the usual topics that no main section is on; one on content and criteria stands for both."""
    found = set(topics)
    if Topic.CONTENT_CRITERIA in found:
        found |= {Topic.CONTENT, Topic.CRITERIA}
    return [topic for topic, _ in STANDARD if topic not in found]


def with_missing(topics_by_section: Sequence[str | None]) -> list[int | Topic]:
    """Return the sections by their index, with the missing topics where they belong.

    The topic of a main section is given, None stands for a part of the one before. A missing section comes behind the
    last one that usually comes before it, and otherwise in front of all main sections.
    """
    order: list[int | Topic] = list(range(len(topics_by_section)))
    for topic in missing_topics(filter(None, topics_by_section)):
        order.insert(_place_of(topic, order, topics_by_section), topic)
    return order


def _place_of(topic: Topic, order: list[int | Topic], given: Sequence[str | None]) -> int:
    topics = [row if isinstance(row, Topic) else given[row] for row in order]
    starts = [at for at, found in enumerate(topics) if found is not None]
    before = [at for at in starts if _RANKS.get(topics[at] or "", len(STANDARD)) < _RANKS[topic]]
    if not before:
        return starts[0] if starts else len(order)
    return next((at for at in starts if at > before[-1]), len(order))

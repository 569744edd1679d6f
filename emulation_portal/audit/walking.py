"""Walking along the seals of the log, and looking whether the events still are what was sealed."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F, Func, IntegerField
from django.utils import timezone

from .digests import FORMS, SIZE, digests_of, is_marked_with, key_of
from .models import Event, Seal
from .verbs import verb_of

MOST_NAMED = 20
AT_ONCE = 1_000  # events that are looked at together, with all their seals; one seal may have so many by itself
LISTED = 10_000  # seals whose sizes are asked for together

_SIZE = Func(F("digests"), function="octet_length", output_field=IntegerField())  # read from the row, not the bytes


@dataclass
class LogFindings:
    """What was found wrong, in the order in which it was looked at: the first are named, all are counted."""

    named: list[str] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)  # the seals at which the first were found
    count: int = 0
    seals: int = 0
    events: int = 0  # sealed, and as they were
    last: Seal | None = None
    unsealed: int = 0
    unsealed_from: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.count

    def add(self, words: str, seal: int | None = None) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(words)
            self.wrong += [] if seal is None or seal in self.wrong else [seal]


def walk(found: LogFindings, *, since: int = 0, most: int | None = None) -> int:
    """Look at the seals behind number `since` and at their events, up to so many events; return the last number seen.

    Holds AT_ONCE events at a time and locks nothing; what is sealed meanwhile is left out.
    """
    walked = Walk(found, _sound_seal(since), since)
    for seals in _batches(since, most):
        for seal in seals:
            walked.take(seal)
        walked.look_at_events()
    walked.tell_unknown_keys()
    return walked.number


@dataclass
class Walk:
    """Where a walk has come: `before` is the seal of this number, unless something is wrong with it."""

    found: LogFindings
    before: Seal | None
    number: int
    unknown: dict[str, list[int]] = field(default_factory=dict)  # first and last seal made with a key that is not ours
    run: list[Seal] = field(default_factory=list)  # sound, one behind the other; their events are still to be looked at

    def take(self, seal: Seal) -> None:
        """Look at the next seal: whether one is missing before it, who made it, and whether it follows the one before."""
        self.found.seals += 1
        if seal.number > self.number + 1:
            self._tell_missing(self.number + 1, seal.number - 1)
        key = key_of(seal)
        if key is None:
            self.unknown.setdefault(seal.key_id, [seal.number, seal.number])[1] = seal.number
        before = self.before
        follows = before is None or (seal.previous, seal.after_id) == (before.mark, before.up_to_id)
        is_sound = follows and _is_sound_by_itself(seal)
        if not is_sound or (self.run and self.run[-1].form != seal.form):
            self.look_at_events()
        if is_sound:
            self.run.append(seal)
        else:
            self._tell_unsound(seal)
        self.before, self.number, self.found.last = seal if is_sound else None, seal.number, seal

    def look_at_events(self) -> None:
        """Compare the events of the run with its seals, in one query."""
        run, self.run = self.run, []
        if run:
            _check_events(run, self.found)

    def tell_unknown_keys(self) -> None:
        for name, (first, last) in self.unknown.items():
            self.found.add(
                f"Dấu niêm phong số {first} đến {last} làm bằng khóa {name}, không có trong AUDIT_SEAL_KEYS, nên không "
                "biết có phải do cổng lập không. Hãy ghi thêm khóa cũ vào AUDIT_SEAL_KEYS rồi kiểm lại.",
                first,
            )

    def _tell_missing(self, first: int, last: int) -> None:
        self.look_at_events()
        missing = f"số {first}" if first == last else f"số {first} đến {last}"
        self.found.add(
            f"Dấu niêm phong {missing} đã bị xóa: các việc trong đó không còn gì để đối chiếu.",
            first,
        )
        self.before = None

    def _tell_unsound(self, seal: Seal) -> None:
        self.found.add(
            f"Dấu niêm phong số {seal.number} không phải do cổng lập, hoặc đã bị sửa: việc số {seal.after_id + 1} đến "
            f"{seal.up_to_id} không đối chiếu được.",
            seal.number,
        )


def _is_sound_by_itself(seal: Seal) -> bool:
    key = key_of(seal)
    return seal.form in FORMS and (key is None or is_marked_with(seal, key))


def _sound_seal(number: int) -> Seal | None:
    seal = Seal.objects.filter(number=number).first()
    return seal if seal and _is_sound_by_itself(seal) else None


def _batches(since: int, most: int | None) -> Iterator[list[Seal]]:
    """Return the seals of now behind a number in their order, so many together as have AT_ONCE events."""
    numbers: list[int] = []
    held, left = 0, most
    for number, size in _sizes(since):
        numbers.append(number)
        held += size
        is_last = left is not None and held >= left
        if held < AT_ONCE and not is_last:
            continue
        yield _seals(numbers)
        if is_last:
            return
        left = None if left is None else left - held
        numbers, held = [], 0
    if numbers:
        yield _seals(numbers)


def _seals(numbers: list[int]) -> list[Seal]:
    return list(Seal.objects.filter(number__gte=numbers[0], number__lte=numbers[-1]).order_by("number"))


def _sizes(since: int) -> Iterator[tuple[int, int]]:
    """Return number and events of each seal of now behind a number, in their order."""
    newest = Seal.objects.newest()
    while newest and since < newest.number:
        behind = Seal.objects.filter(number__gt=since, number__lte=newest.number).order_by("number")
        sizes = list(behind.annotate(size=_SIZE).values_list("number", "size")[:LISTED])
        yield from ((number, size // SIZE) for number, size in sizes)
        since = sizes[-1][0] if sizes else newest.number


def newest_seals_of(events: int) -> int:
    """Return the number behind which the newest seals stand that have so many events together."""
    seals = Seal.objects.order_by("-number").annotate(size=_SIZE).values_list("number", "size")
    for number, size in seals[:events]:
        events -= size // SIZE
        if events <= 0:
            return number - 1
    return 0


def _check_events(run: list[Seal], found: LogFindings) -> None:
    """Compare events with seals of one form that follow each other without a gap."""
    events = Event.objects.filter(pk__lte=run[-1].up_to_id).order_by("pk")
    if run[0].number > 1:
        events = events.filter(pk__gt=run[0].after_id)  # below the first batch there is nothing, either
    sealed = {(seal.number, key): digest for seal in run for key, digest in _digests_in(seal)}
    ends = [seal.up_to_id for seal in run]
    bad = {}
    for key, digest in digests_of(events, run[0].form):
        place = run[bisect_left(ends, key)].number, key
        as_sealed = sealed.pop(place, None)
        if as_sealed is None:
            bad[place] = "được chèn thêm"
        elif as_sealed != digest:
            bad[place] = "đã bị sửa"
        else:
            found.events += 1
    bad |= dict.fromkeys(sealed, "đã bị xóa")
    for number, key in sorted(bad):
        what = bad[number, key]
        words = f"Việc số {key} {what} sau khi niêm phong (dấu số {number}).{_as_it_stands(key, found)}"
        found.add(words, number)


def _digests_in(seal: Seal) -> Iterator[tuple[int, bytes]]:
    digests = bytes(seal.digests)
    for at, key in enumerate(seal.event_ids):
        yield key, digests[at * SIZE : (at + 1) * SIZE]


def _as_it_stands(key: int, found: LogFindings) -> str:
    """Return what the row tells now; nothing once so many are named that this one will not be."""
    event = Event.objects.filter(pk=key).first() if found.count < MOST_NAMED else None
    if event is None:
        return ""
    at = f"{timezone.localtime(event.at):%H:%M:%S ngày %d/%m/%Y}"
    return f" Nay ghi: {event.actor_name}, {verb_of(event.verb).label}, {event.object_name}, lúc {at}."

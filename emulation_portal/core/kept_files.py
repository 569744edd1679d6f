"""Files that rows name: what an app keeps in a storage, told so that a backup knows what must be in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class NamedFile(NamedTuple):
    """A stored file as a row names it. `may_be_made_again`: no loss when it is gone."""

    name: str
    sha256: str
    may_be_made_again: bool = False


@dataclass(frozen=True)
class KeptFiles:
    """Declared by an app whose rows name files in the storage of that alias."""

    storage: str
    named: Callable[[], Iterable[NamedFile]]

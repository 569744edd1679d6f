"""Regular work: what the clock asks for again and again. When it is due stands in the settings."""

from collections.abc import Callable
from typing import Any

from celery import shared_task

_words: dict[str, str] = {}


def routine(name: str, words: str) -> Callable[[Callable[..., None]], Any]:
    """Make a task of regular work; the words name it on the health page when it fails."""
    name_routine(name, words)
    return shared_task(name=name)


def name_routine(name: str, words: str) -> None:
    """Say what work is called that another clock than ours asks for."""
    _words[name] = words


def words_of_routine(name: str) -> str:
    """Return what the work is called; its name when nobody says."""
    return _words.get(name, name)

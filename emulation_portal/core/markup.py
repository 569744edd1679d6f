"""Small pieces of markup, for templates and for the cells of tables alike: values, states, links, notes."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from html import unescape
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .dates import short_date
from .whole import hold_on_screen

TONES = frozenset({"neutral", "info", "waiting", "success", "warning", "danger"})
NOTHING = "–"
_NEW_LINE = re.compile(r'<(?:(?:div|br|li|p)\b[^>]*|span class="row-note")>')
_TAG = re.compile(r"<[^>]*>")


def known_tone(tone: str) -> str:
    """Return the tone. Raises ValueError for one that has no colour and icon."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}; choose one of {sorted(TONES)}")
    return tone


def number(value: int | float | Decimal | str | None) -> str:
    """Return 1234567 as 1.234.567 and 12.5 as 12,5; a dash when nothing is known, so that 0 stays 0."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def money(amount_vnd: int | None) -> SafeString | str:
    """Return whole đồng as `1.234.567 đồng`, kept on one line."""
    if amount_vnd is None:
        return NOTHING
    return format_html('<span class="nowrap">{} đồng</span>', number(amount_vnd))


def day(value: dt.date | None) -> SafeString | str:
    """Return a date as dd/mm/yyyy; of an aware instant, the day it is in Việt Nam."""
    if not value:
        return NOTHING
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_html('<time class="nowrap" datetime="{}">{}</time>', value.isoformat(), short_date(value))


def moment(value: dt.datetime | None) -> SafeString | str:
    """Return an aware instant as `14:05 ngày 26/11/2021`, Vietnamese time."""
    if not value:
        return NOTHING
    local = timezone.localtime(value)
    words = f"{local:%H:%M} ngày {short_date(local)}"
    return format_html('<time class="nowrap" datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


def icon(name: str) -> SafeString:
    return _icon(static("img/icons.svg"), name)


@cache
def _icon(address: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name
    )


def status(label: str, tone: str = "neutral") -> SafeString:
    """Return a state: its label with the icon and colour of its tone. Raises ValueError for an unknown tone."""
    return _status(str(label), known_tone(tone), icon(tone))


@lru_cache(512)
def _status(label: str, tone: str, sign: SafeString) -> SafeString:
    return format_html('<span class="status tone-{}">{}<span>{}</span></span>', tone, sign, label)


def link(to: Any, words: object = "", *, css: str = "") -> SafeString:
    """Return a link to a thing that has an address of its own, or to an address; no line tears its numbers apart."""
    url = to if isinstance(to, str) else to.get_absolute_url()
    attribute = format_html(' class="{}"', css) if css else ""
    shown = words or to
    kept = shown if isinstance(shown, SafeString) else hold_on_screen(str(shown))
    return format_html('<a{} href="{}">{}</a>', attribute, url, kept)


def lines(texts: Iterable[object]) -> SafeString | str:
    """Return each text on a line of its own."""
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts))


def noted(words: object, note: object) -> SafeString | str:
    """Return words with a quieter line below; without a note, the words alone."""
    return format_html('{}<span class="row-note">{}</span>', words, note) if note else format_html("{}", words)


def cell(value: object, nothing: str = NOTHING) -> SafeString | str:
    """Return what a cell of a table shows: days, moments and numbers as the portal writes them, a dash for nothing."""
    if isinstance(value, SafeString):
        return value or nothing
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number(value)
    return format_html("{}", value) if value else nothing


def words_of_markup(markup: SafeString) -> str:
    """Return what markup says, without its tags: notes and lines of a cell each on a line of its own."""
    text = unescape(_TAG.sub("", _NEW_LINE.sub("\n", " ".join(markup.split()))))
    lines_said = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines_said if line)

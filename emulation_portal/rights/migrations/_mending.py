"""What migrations need to part periods that overlap, without losing a day that somebody was covered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass
class Span:
    """A period [start, end) of one row; None is open. Rows of another `tag` say something else of the same days."""

    pk: int | None  # None: goes on where another row took over for a while
    start: dt.date
    end: dt.date | None
    tag: Any = None
    origin: int | None = None


def settle(spans: list[Span]) -> tuple[list[Span], dict[int, int]]:
    """Return the spans without overlap, and {row that goes: row that says the same or came first}.

    The earlier ends where the later begins. Of rows that say the same, the later lasts as long as either; of others,
    the earlier goes on after it. Of two that begin together, the one written first stays.
    """
    todo = sorted(spans, key=_order)
    kept: list[Span] = []
    dropped: dict[int, int] = {}
    while todo:
        span = todo.pop(0)
        last = kept[-1] if kept else None
        if last is None or (last.end is not None and last.end <= span.start):
            kept.append(span)
            continue
        before = last.end
        if last.start == span.start:
            if last.tag == span.tag:
                last.end = _later(last.end, span.end)
            elif _ends_later(span, than=before):
                span.start = before
                todo = sorted([span, *todo], key=_order)
                continue
            dropped[span.pk or span.origin] = last.pk or last.origin
            continue
        last.end = span.start
        if last.tag == span.tag:
            span.end = _later(span.end, before)
        elif span.end is not None and (before is None or before > span.end):
            rest = Span(None, span.end, before, last.tag, last.pk or last.origin)
            todo = sorted([rest, *todo], key=_order)
        kept.append(span)
    return kept, dropped


def _order(span: Span) -> tuple[dt.date, int]:
    return span.start, span.pk or span.origin or 0


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return None if one is None or other is None else max(one, other)


def _ends_later(span: Span, *, than: dt.date | None) -> bool:
    return than is not None and (span.end is None or span.end > than)


def period(start: dt.date, end: dt.date | None) -> str:
    return f"{start:%d/%m/%Y} – {f'trước {end:%d/%m/%Y}' if end else 'nay'}"


def tell(apps: Any, *, about: tuple[str, int, str], unit: Any, verb: str = "period.mended", **data: Any) -> None:
    """Write down what a migration did to a row, in the log: (model, key, name) of the thing it speaks of."""
    label, pk, name = about
    apps.get_model("audit", "Event").objects.create(
        verb=verb, actor_name="Hệ thống", object_type=label, object_id=str(pk), object_name=name[:500],
        unit_id=unit.pk, place=unit.path, data={"unit": unit.name, **data},
    )


def mend(apps: Any, model: Any, key: Any, about: Any, tag: Any = lambda row: None) -> None:
    """Part the rows of a model that agree in `key(row)` and overlap. `about(row)` names a row for the log."""
    groups: dict[Any, list[Any]] = {}
    for row in model.objects.select_related("unit").order_by("pk"):
        groups.setdefault(key(row), []).append(row)
    for rows in groups.values():
        if len(rows) > 1:
            _mend_group(apps, {row.pk: row for row in rows}, about, tag)


def _mend_group(apps: Any, rows: dict[int, Any], about: Any, tag: Any) -> None:
    spans = [Span(row.pk, row.effective_from, row.effective_to, tag(row)) for row in rows.values()]
    kept, dropped = settle(spans)
    staying = {span.pk for span in kept}
    for gone, into in dropped.items():
        if gone in staying:  # only a part of it went
            continue
        row = rows[gone]
        _say(apps, about, row, was=period(row.effective_from, row.effective_to), merged_into=into)
        _point_to(row, into)
        row.delete()
    for span in sorted(kept, key=lambda span: span.end is None):  # ends first: nothing is open twice on the way
        row = rows[span.pk or span.origin]
        was = period(row.effective_from, row.effective_to)
        if span.pk is None:
            row = type(row).objects.get(pk=span.origin)
            row.pk = None
        if (row.pk, row.effective_from, row.effective_to) != (span.pk, span.start, span.end) or span.pk is None:
            row.effective_from, row.effective_to = span.start, span.end
            row.save()
            _say(apps, about, row, was=was, becomes=period(span.start, span.end))


def _say(apps: Any, about: Any, row: Any, **data: Any) -> None:
    facts = {name: str(value) for name, value in _facts(row).items()}
    tell(apps, about=about(row), unit=row.unit, row=facts, **data)


def _facts(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def _point_to(row: Any, into: int) -> None:
    """Let whatever names a row that goes name the one that stays."""
    for link in _links(row):
        link.related_model.objects.filter(**{link.field.name: row.pk}).update(**{link.field.name: into})


def end_with_the_unit(apps: Any, model: Any, about: Any) -> None:
    """End what lasts beyond the closing day of its unit; what began only afterwards goes, unless something names it."""
    for row in model.objects.filter(unit__closed_on__isnull=False).select_related("unit").order_by("pk"):
        closed_on = row.unit.closed_on
        was = period(row.effective_from, row.effective_to)
        if row.effective_to is not None and row.effective_to <= closed_on:
            continue
        if row.effective_from < closed_on:
            row.effective_to = closed_on
            row.save()
            _say(apps, about, row, was=was, becomes=period(row.effective_from, closed_on))
        elif not _is_named(row):
            _say(apps, about, row, was=was, closed_on=f"{closed_on:%d/%m/%Y}")
            row.delete()


def _is_named(row: Any) -> bool:
    return any(link.related_model.objects.filter(**{link.field.name: row.pk}).exists() for link in _links(row))


def _links(row: Any) -> list[Any]:
    """Return the foreign keys that name the row's model, those without a way back included."""
    fields = row._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)]

"""One thing on “Việc cần làm” as it is shown: written here and not in a template, for a page has twenty of them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .markup import day, icon, moment
from .whole import hold_on_screen
from .work import WorkItem


def work_item(item: WorkItem, is_main: bool = False) -> SafeString:
    """Return the item with its one button, which is the main one of the page for the first."""
    late = " is-late" if item.is_late else ""
    why = format_html('<p class="work-why">{}</p>', hold_on_screen(item.why)) if item.why else ""
    return format_html(
        '<li class="work-item{}">\n<div class="work-words">\n<h3 class="work-title">{}</h3>\n{}{}{}</div>\n'
        '<a class="btn {}" href="{}">{}<span class="visually-hidden">: {}</span></a>\n</li>',
        late,
        hold_on_screen(item.title),
        why,
        _since(item),
        _due(item, late),
        "btn-primary" if is_main else "btn-secondary",
        item.url,
        item.button,
        item.title,
    )


def _since(item: WorkItem) -> SafeString | str:
    """Return who sent it and since when it waits, as far as is known."""
    if not item.since:
        return format_html('<p class="work-since">{} chuyển đến</p>', item.sender) if item.sender else ""
    words = f"{item.sender} {item.came}" if item.sender else "Chờ từ"
    return format_html('<p class="work-since">{} {}</p>', words, moment(item.since))


def _due(item: WorkItem, late: str) -> SafeString | str:
    if not item.due_on:
        return ""
    words = f" – {item.due_words}" if item.due_words else ""
    sign = icon("danger" if item.is_late else "calendar")
    return format_html('<div class="work-due{}">{}<span>Hạn {}{}</span></div>', late, sign, day(item.due_on), words)

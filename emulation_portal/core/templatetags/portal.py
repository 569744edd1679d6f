"""The words that templates are written with. Their markup stands in templates/components/, that of small pieces in
`core.markup`; the gallery shows all."""

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import PrefixNode, static
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .. import markup
from ..addresses import address
from ..markup import TONES, known_tone
from ..pickers import PickWidget
from ..whole import hold_on_screen
from ..work_markup import work_item

register = template.Library()

for _tag in (markup.number, markup.money, markup.day, markup.moment, markup.icon, markup.status, work_item, address):
    register.simple_tag(_tag)


@register.inclusion_tag("components/person.html")
def person(name: str, post: str = "") -> dict[str, str]:
    return {"name": name, "post": post}


@register.filter
def message_tone(level_tag: str) -> str:
    """Return the tone of a flash message; Django says `error` where the portal says `danger`."""
    return {"error": "danger", "debug": "neutral"}.get(level_tag, level_tag if level_tag in TONES else "info")


@register.filter
def item(values: Sequence[Any], position: int) -> Any:
    return values[position]


@register.filter
def whole(text: object) -> SafeString:
    """Return the text with its numbers and dates kept on one line: Kế hoạch số 03/KH-LMHTX."""
    return hold_on_screen(str(text))


# --- pieces with something inside -------------------------------------------------------------------------------------


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "", takes_focus: bool = False) -> SafeString:
    """Show a message; `takes_focus` when the page says nothing more urgent."""
    context = {"content": content, "tone": known_tone(tone), "title": title, "takes_focus": takes_focus}
    return render_to_string("components/alert.html", context)


@register.simple_block_tag
def panel(
    content: str, title: str = "", link_url: str = "", link_label: str = "", gold: bool = False, id: str = ""
) -> SafeString:
    link = {"link_url": link_url, "link_label": link_label}
    return render_to_string(
        "components/panel.html", {"content": content, "title": title, "gold": gold, "id": id, **link}
    )


@register.simple_block_tag
def empty_state(content: str, title: str, url: str = "", label: str = "") -> SafeString:
    return render_to_string(
        "components/empty_state.html", {"content": content, "title": title, "url": url, "label": label}
    )


@register.simple_block_tag
def reason_banner(
    content: str, reason: str, who: str = "", post: str = "", at: dt.datetime | None = None, title: str = ""
) -> SafeString:
    context = {"content": content, "reason": reason, "who": who, "post": post, "at": at, "title": title}
    return render_to_string("components/reason_banner.html", context)


@register.simple_block_tag
def paper(content: str, **parts: Any) -> SafeString:
    """Lay an official paper on its desk. Names of the parts: see components/paper.html."""
    return render_to_string("components/paper.html", {"content": content, **parts})


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, for pages that must be written when anything may be broken.

    `{% static %}` fails when the list of hashed names is missing or older than the page; this answers the bare name.
    """
    try:
        return static(path)
    except (ValueError, OSError):
        return f"{PrefixNode.handle_simple('STATIC_URL')}{path}"


@register.simple_block_tag
def kept(content: str) -> str:
    """Write what stands inside once, for several places: `{% kept as name %}…{% endkept %}`."""
    return content


# --- navigation and actions -------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*labels_and_urls: str) -> dict[str, Any]:
    """Show where one is: label, url, label, url, …, label of this page."""
    padded = [*labels_and_urls, ""] if len(labels_and_urls) % 2 else list(labels_and_urls)
    return {"crumbs": list(zip(padded[::2], padded[1::2], strict=True))}


@register.inclusion_tag("components/breadcrumb.html")
def trail(crumbs: Sequence[tuple[str, str]], here: str) -> dict[str, Any]:
    """Show where one is: the things above, as (label, url), and the label of this page."""
    return {"crumbs": [*crumbs, (here, "")]}


@register.inclusion_tag("components/action.html")
def action(
    label: str,
    url: str = "",
    *,
    allowed: bool = True,
    reason: str = "",
    kind: str = "primary",
    method: str = "get",
    icon_name: str = "",
    revision: int | None = None,
) -> dict[str, Any]:
    """Show a button, or, when it may not be used, the same words with the reason.

    A POST sends along which revision of the text the page shows, when one is given.
    """
    return {
        "label": label,
        "url": url,
        "allowed": allowed,
        "reason": reason,
        "kind": kind,
        "method": method,
        "icon_name": icon_name,
        "revision": revision,
    }


@register.inclusion_tag("components/pager.html")
def pager(page: Page, noun: str = "dòng") -> dict[str, Any]:
    """Show where one is in a list; filters of the address are kept."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "pages": list(pages), "noun": noun}


# --- fields of forms --------------------------------------------------------------------------------------------------


@register.filter
def is_choice_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_single_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def options(choices: Sequence[dict[str, Any]]) -> SafeString:
    """Return the options of a `<select>`, from what its widget says of each."""
    shown = ((str(each["value"]), flatatt(each["attrs"]), each["label"]) for each in choices)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', shown)


# A box is as wide as what is expected in it: codes and numbers, short names, anything longer.
SHORT, MEDIUM = 25, 60


def _width_of(widget: Any) -> str:
    longest = int(widget.attrs.get("maxlength") or 0)
    if isinstance(widget, Textarea) or not longest or longest > MEDIUM:
        return "form-control"
    return "form-control input-short" if longest <= SHORT else "form-control input-medium"


@register.filter
def stored_now(field: BoundField) -> str:
    """Return what is stored for the field, when it was changed since the page was opened; else ""."""
    stored: dict[str, str] = getattr(field.form, "stored", {})
    return stored.get(field.name, "")


@register.filter
def is_taken(field: BoundField) -> bool:
    """Return whether the field was filled anew with what somebody else has saved since the page was opened."""
    return field.name in getattr(field.form, "taken", ())


@register.filter
def control(field: BoundField) -> SafeString:
    """Render the field's widget in the portal's classes. Django adds aria-describedby and aria-invalid itself."""
    widget = field.field.widget
    if isinstance(widget, PickWidget):
        return field.as_widget()
    css = _width_of(widget)
    if is_choice_group(field) or is_single_check(field):
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    classes = " ".join(filter(None, [css, widget.attrs.get("class", ""), "is-invalid" if field.errors else ""]))
    if not is_choice_group(field):
        return field.as_widget(attrs={"class": classes})
    return format_html_join("", "<div>{}</div>", ((_choice(each.data, classes),) for each in field.subwidgets))


def _choice(data: dict[str, Any], classes: str) -> SafeString:
    """Return one box and its words, as Django's template has them: of hundreds, each is not worth three templates."""
    attrs = {**data["attrs"], "class": classes}
    box = _attributes({"type": data["type"], "name": data["name"], "value": data["value"], **attrs})
    words = conditional_escape(data["label"])
    return mark_safe(f"<label{_attributes({'for': attrs.get('id')})}><input{box}> {words}</label>")  # all is escaped


def _attributes(values: dict[str, Any]) -> str:
    shown = ((name, value) for name, value in values.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in shown)

"""A page stays under 150 KB on a first visit. Counted is what travels: the HTML as it is sent (the portal does not compress
pages, see BREACH), and every stylesheet, script and image it names, each gzipped as whitenoise stores it. Browsers that take
Brotli fetch less; a second visit fetches the HTML alone."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from emulation_portal.home.gallery import LONG_UNIT, SampleFilterForm, show

LIMIT = 150_000
LIST_PAGE = """
{% extends "base.html" %}{% load portal %}
{% block title %}Đơn vị thành viên{% endblock %}{% block page_title %}Đơn vị thành viên{% endblock %}
{% block content %}
{% include "components/filter_bar.html" with form=filters %}
{% include "components/list_head.html" with total=1024 noun="đơn vị" excel_url="#" printable=True %}
<div class="table-wrap"><table class="table-portal table-cards"><tbody>
{% for row in page %}<tr><td class="stt">{{ row }}</td><th scope="row"><a href="/don-vi/{{ row }}/">{{ unit }}</a></th>
<td data-label="Trạng thái">{% status "Đang hoạt động" "success" %}</td><td class="num">{% money 1234567 %}</td></tr>{% endfor %}
</tbody></table></div>{% pager page "đơn vị" %}{% endblock %}
"""


def assets(html: str) -> set[str]:
    links = re.findall(r'<(?:link|script|img|use)[^>]+(?:href|src)="/static/([^"#?]+)', html)
    return set(links)


def transfer(html: str) -> int:
    total = len(html.encode())
    for name in assets(html):
        path = finders.find(name)
        assert path, f"{name} is named by a page and does not exist"
        with open(path, "rb") as file:
            body = file.read()
        total += len(body) if name.endswith((".png", ".jpg", ".woff2")) else len(gzip.compress(body, 6))
    return total


def list_page() -> str:
    request = RequestFactory().get("/don-vi/", {"page": "2"})
    context = {"page": Paginator(range(1024), 20).get_page(2), "unit": LONG_UNIT, "filters": SampleFilterForm()}
    return engines["django"].from_string(LIST_PAGE).render(context, request)


def test_list_of_20_rows_is_under_150_kb():
    html = list_page()

    assert {"css/base.css", "js/portal.js", "img/icons.svg"} <= assets(html)
    assert transfer(html) < LIMIT


def test_gallery_with_every_component_is_under_150_kb():
    assert transfer(show(RequestFactory().get("/")).content.decode()) < LIMIT


@pytest.mark.parametrize("sheet", ["tokens", "base", "components", "pages"])
def test_our_own_layer_is_small(sheet):
    path = settings.BASE_DIR / "static" / "css" / f"{sheet}.css"

    assert len(gzip.compress(path.read_bytes(), 6)) < 8_000

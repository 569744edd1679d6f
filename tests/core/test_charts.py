"""Pictures of numbers: what they say, and that they run nothing."""

from base64 import b64decode

from lxml import etree

from emulation_portal.core.charts import BLUE, GOLD, Bar, as_address, bar_chart

BARS = [
    Bar("Khối thi đua số 1", 77_700_000, "77.700.000"),
    Bar("Hợp tác xã <b>Tên rất dài và dài hơn nữa cho đến khi không còn chỗ", 19_500_000, "19.500.000"),
]


def words(svg: bytes) -> list[str]:
    return [text.text for text in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if text.text]


def test_bars_are_named_from_above_and_their_axis_is_read_as_numbers_are():
    said = words(bar_chart("Ủng hộ", BARS))

    assert "Khối thi đua số 1: 77.700.000" in said
    assert any(each.startswith("Hợp tác xã <b>Tên") and each.endswith("…: 19.500.000") for each in said)
    assert "20.000.000" in said
    assert "Ủng hộ" in said


def test_what_reaches_the_mark_has_a_colour_of_its_own():
    svg = bar_chart("% kế hoạch", [Bar("Một", 99, "99%"), Bar("Hai", 100, "100%")], mark=100).decode()

    assert (svg.count(f"fill: {BLUE}"), svg.count(f"fill: {GOLD}")) == (1, 1)


def test_a_drawing_runs_nothing_and_is_the_same_on_any_day():
    svg = bar_chart("Ủng hộ", BARS)

    assert b"<script" not in svg
    assert b"<!--" not in svg
    assert bar_chart("Ủng hộ", BARS) == svg
    assert b64decode(as_address(svg).partition(",")[2]) == svg


def test_nothing_but_noughts_is_drawn():
    assert "0%" in " ".join(words(bar_chart("x", [Bar("Một", 0, "0%")])))

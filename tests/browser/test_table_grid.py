"""A table is written as cells: rows and columns come, go and move, and a table of a sheet or a page is pasted whole."""

import pytest

from campaigns.models import CampaignPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASTE = """([cell, text, html]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  if (html) data.setData('text/html', html);
  cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Tables:
    """The last table of a plan: tests before this one have left theirs."""

    def __init__(self, enter):
        self.officer = enter("chuyenvien")
        self.plan = CampaignPlan.objects.get(status="returned", is_transcription=False)
        self.open()
        self.row = self.page.locator("[data-row]").last

    def open(self):
        self.officer.open(f"{self.plan.get_absolute_url()}sua/tables/")
        self.page = self.officer.page

    def cell(self, row, column):
        return self.row.locator(f"[data-at='{row},{column}']")

    def press(self, words):
        self.row.get_by_role("button", name=words, exact=True).click()

    def tool(self, words, row, column):
        self.cell(row, column).focus()
        self.press(words)

    def fill(self, *rows):
        for y, row in enumerate(rows):
            for x, words in enumerate(row):
                self.cell(y, x).fill(words)

    def paste(self, row, column, text, html=""):
        self.page.evaluate(PASTE, [self.cell(row, column).element_handle(), text, html])

    def saved(self):
        self.officer.press("Lưu")
        self.officer.sees("Đã lưu phần")
        return self.plan.tables.latest("pk").rows


@pytest.fixture
def tables(enter):
    return Tables(enter)


def test_cells_rows_and_columns_are_written_moved_and_deleted(tables):
    tables.fill(["STT", "Việc", "Thừa"], ["1", "Tổng | kết", ""], ["2", "Phát động", ""])
    tables.tool("Xóa cột", 0, 2)
    tables.tool("Hàng ↑", 2, 1)
    tables.tool("+ Cột phải", 0, 1)
    tables.cell(0, 2).fill("Hạn")
    tables.cell(2, 2).press("Enter")  # one more row, as in a sheet
    tables.cell(3, 0).fill("3")

    rows = tables.saved()

    assert rows == [["STT", "Việc", "Hạn"], ["2", "Phát động", ""], ["1", "Tổng | kết", ""], ["3", "", ""]]


def test_what_is_copied_from_a_sheet_falls_into_its_cells(tables):
    tables.paste(0, 0, 'Tên\tXu hướng\nHTX "Một"\t↑\n"Hai\ndòng"\t5\n')

    assert tables.saved() == [["Tên", "Xu hướng", ""], ['HTX "Một"', "\\↑", ""], ["Hai dòng", "5", ""]]


def test_a_table_of_a_page_is_pasted_with_its_merged_cells(tables):
    html = (
        "<table><tr><th rowspan=2>TT</th><th colspan=2>Kế hoạch</th></tr><tr><th>Số</th><th>Tiền</th></tr>"
        "<tr><td>1</td><td>5</td><td>10</td></tr></table>"
    )
    tables.paste(0, 0, "TT Kế hoạch", html)

    assert tables.saved() == [["TT", "Kế hoạch", "←"], ["↑", "Số", "Tiền"], ["1", "5", "10"]]


def test_what_was_saved_is_shown_as_cells_and_can_be_seen_as_lines(tables):
    tables.fill(["Tên", "Số", "Ghi chú"], ["A", "1", ""])
    tables.saved()
    tables.open()
    tables.row = tables.page.locator("[data-row]").nth(-2)  # behind it stands an empty one
    tables.row.evaluate("e => { e.open = true; }")
    shown = [tables.cell(1, column).input_value() for column in range(3)]
    tables.press("Sửa dạng chữ")
    box = tables.row.locator("textarea.input-cells")
    lines = box.input_value()
    box.fill("| Tên | Số |\n| B | 2 |")
    tables.press("Sửa dạng ô")

    assert shown == ["A", "1", ""]
    assert lines == "| Tên | Số | Ghi chú |\n| A | 1 |  |"
    assert tables.cell(1, 0).input_value() == "B"
    assert tables.saved() == [["Tên", "Số"], ["B", "2"]]


def test_merging_is_a_button_and_undone_by_it(tables):
    tables.fill(["Ban", "Việc", "Hạn"], ["Một", "a", "1"], ["x", "b", "2"])
    tables.tool("Gộp với ô trên", 2, 0)

    assert tables.saved() == [["Ban", "Việc", "Hạn"], ["Một", "a", "1"], ["↑", "b", "2"]]

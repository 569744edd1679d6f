"""One reading for papers of every type: a notice numbered 1. 2. 3., a guidance signed by order, and what is said of them."""

import dataclasses
import datetime as dt

import pytest

from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.reading import Expected, ParsedPaper, canonical, parse_paper
from tests.documents.reading.papers_of_kinds import GUIDANCE, NOTICE

from .told import warning_codes

ON = dt.date(2026, 4, 1)
AS_NOTICE, AS_GUIDANCE = Expected("THÔNG BÁO", "thông báo"), Expected("HƯỚNG DẪN", "hướng dẫn")


def read(text: str, expected: Expected) -> ParsedPaper:
    paper = parse_paper(text, expected=expected, on=ON)
    assert canonical(paper.to_text()) == canonical(text)
    return paper


def outline(paper: ParsedPaper) -> list[tuple[int, str, str]]:
    return [(s.level, s.marker, s.title or s.paragraphs[0]) for s in paper.sections]


def test_notice_numbered_without_roman_numbers_is_read_whole_and_without_a_warning():
    notice = read(NOTICE, AS_NOTICE)

    assert notice.warnings == ()
    assert (notice.document_type, notice.number, notice.symbol) == ("THÔNG BÁO", 12, "TB-LMHTX")
    assert notice.summary == ("Về việc nộp hồ sơ khen thưởng phong trào thi đua năm 2026",)
    assert [basis.number_symbol for basis in notice.bases] == ["", "05/KH-LMHTX"]
    assert notice.preamble == ("Liên minh Hợp tác xã tỉnh Quảng Ninh thông báo việc nộp hồ sơ như sau:",)
    assert notice.suggested_issuer == "Liên minh Hợp tác xã tỉnh Quảng Ninh"
    assert outline(notice) == [
        (2, "1.", "Thành phần hồ sơ"),
        (3, "a)", "Tờ trình của đơn vị;"),
        (3, "b)", "Báo cáo thành tích có xác nhận."),
        (2, "2.", "Thời hạn"),
        (2, "3.", "Đầu mối"),
    ]
    assert notice.closing == ("Liên minh Hợp tác xã tỉnh thông báo để các đơn vị biết, thực hiện./.",)
    assert notice.recipients == ("Các đơn vị thành viên", "Lưu: VT, VP")
    assert notice.signature_lines == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert notice.signer_name == "Nguyễn Văn A"


def test_guidance_signed_by_order_is_read_whole_and_its_addressees_are_told():
    guidance = read(GUIDANCE, AS_GUIDANCE)

    assert warning_codes(guidance) == ()
    assert guidance.summary == ("Bình xét khen thưởng phong trào thi đua “Hợp tác xã chuyển đổi số” năm 2026",)
    assert guidance.lead_in[0] == "Kính gửi: Các đơn vị thành viên"
    assert guidance.suggested_issuer == "Liên minh Hợp tác xã tỉnh Quảng Ninh"
    assert outline(guidance) == [
        (1, "I.", "ĐỐI TƯỢNG, TIÊU CHUẨN"),
        (2, "1.", "Đối tượng"),
        (3, "a)", "Tập thể: hợp tác xã thành viên;"),
        (3, "b)", "Cá nhân: người lao động."),
        (2, "2.", "Tiêu chuẩn"),
        (1, "II.", "TIÊU CHÍ BÌNH XÉT"),
        (1, "III.", "TỔ CHỨC THỰC HIỆN"),
    ]
    assert guidance.sections[-1].paragraphs == ("Văn phòng Liên minh chủ trì.",)
    assert guidance.closing == ("Trong quá trình thực hiện, nếu có vướng mắc, hãy phản ánh về Văn phòng./.",)
    assert guidance.signature_lines == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    assert guidance.signer_name == "Trần Thị B"


@pytest.mark.parametrize("text", [NOTICE, GUIDANCE], ids=["notice", "guidance"])
def test_what_is_expected_changes_only_what_is_said(text: str):
    one, other = (
        dataclasses.replace(read(text, expected), warnings=())
        for expected in (AS_NOTICE, Expected("KẾ HOẠCH", "kế hoạch"))
    )

    assert one == other


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        (NOTICE, AS_NOTICE, []),
        (NOTICE, Expected(), []),
        (
            NOTICE.replace("THÔNG BÁO\n", "KẾ HOẠCH\n"),
            AS_NOTICE,
            [
                "Tệp là KẾ HOẠCH, không phải THÔNG BÁO. Nếu chọn nhầm, hãy bỏ tệp này và chọn tệp thông báo; "
                "nếu vẫn lưu, văn bản sẽ in dưới tên THÔNG BÁO."
            ],
        ),
        (
            NOTICE.replace("THÔNG BÁO\n", ""),
            AS_GUIDANCE,
            ["Không thấy tên loại HƯỚNG DẪN. Hãy kiểm tra đây có phải là hướng dẫn không."],
        ),
    ],
    ids=["as expected", "any will do", "another", "none"],
)
def test_file_of_another_type_is_told_in_the_words_of_the_kind(text: str, expected: Expected, said: list[str]):
    found = read(text, expected).warnings

    assert [w.message for w in found if w.code in {"other_type", "no_type"}] == said


@pytest.mark.parametrize("named", [str(each.label).upper() for each in DocumentType])
def test_type_of_every_document_is_known_below_the_head(named: str):
    paper = parse_paper(NOTICE.replace("THÔNG BÁO\n", f"{named}\n"))

    assert (paper.document_type, len(paper.summary), len(paper.sections)) == (named, 1, 5)


def test_notice_without_numbers_keeps_its_signature_apart():
    text = (
        "THÔNG BÁO\n\nVề việc nghỉ lễ\n\nVăn phòng thông báo lịch nghỉ lễ của cơ quan.\n\n"
        "Các phòng phân công người trực./.\n\nTL. CHỦ TỊCH\n\nCHÁNH VĂN PHÒNG\n\nTrần Thị B\n"
    )

    notice = read(text, AS_NOTICE)

    assert len(notice.preamble) == 2
    assert (notice.signature_lines, notice.signer_name) == (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Trần Thị B")


def test_only_words_of_a_section_are_not_taken_from_it_as_the_last_of_the_paper():
    text = "HƯỚNG DẪN\n\nBình xét\n\nI. THỰC HIỆN\n\nVăn phòng đề nghị các đơn vị thực hiện./.\n"

    assert read(text, AS_GUIDANCE).closing == ()


def test_section_below_none_is_told_where_others_stand_above_it():
    text = "THÔNG BÁO\n\nVề hồ sơ\n\n1. Thành phần\n\nĐơn.\n\nI. THỜI HẠN\n\nTháng 9.\n"

    found = [(w.code, w.message) for w in read(text, AS_NOTICE).warnings if w.code == "missing_level"]

    assert found == [("missing_level", "Mục “1. Thành phần” không có mục cấp trên. Hãy kiểm tra lại cấp mục.")]


# --- phần, chương -----------------------------------------------------------------------------------------------------

PARTED = (
    "Tệp chia theo phần hoặc chương (“{}”). Cổng đánh số cấp ấy là I., các cấp dưới là 1., 1.1. hoặc a): "
    "số mục khi in sẽ khác tệp."
)


@pytest.mark.parametrize("emphasis", ["", "**"], ids=["plain", "bold"])
def test_guidance_in_parts_keeps_its_tree(emphasis: str):
    text = (
        "HƯỚNG DẪN\n\nBình xét khen thưởng\n\nCăn cứ Kế hoạch số 5/KH-LMHTX;\n\n_PHẦN I_\n\n_QUY ĐỊNH CHUNG_\n\n"
        "I. ĐỐI TƯỢNG\n\n1. Tập thể\n\na) hợp tác xã;\n\nb) doanh nghiệp.\n\nTheo Phần I của Kế hoạch.\n\n"
        "II. TIÊU CHUẨN\n\nĐạt 80 điểm.\n\n_Phần thứ hai. CÁCH BÌNH XÉT_\n\nI. TRÌNH TỰ\n\n1. Họp\n\nBỏ phiếu kín./.\n"
    ).replace("_", emphasis)

    paper = read(text, AS_GUIDANCE)

    assert outline(paper) == [
        (1, "PHẦN I", "QUY ĐỊNH CHUNG"),
        (2, "I.", "ĐỐI TƯỢNG"),
        (3, "1.", "Tập thể"),
        (4, "a)", "hợp tác xã;"),
        (4, "b)", "doanh nghiệp."),
        (2, "II.", "TIÊU CHUẨN"),
        (1, "Phần thứ hai.", "CÁCH BÌNH XÉT"),
        (2, "I.", "TRÌNH TỰ"),
        (3, "1.", "Họp"),
    ]
    assert paper.sections[4].paragraphs[-1] == "Theo Phần I của Kế hoạch."
    told = [w.message for w in paper.warnings if w.code in {"parts", "renumbered", "missing_level"}]
    assert told == [PARTED.format("PHẦN I")]


def test_guidance_in_chapters_without_roman_numbers_below_keeps_its_tree():
    text = (
        "HƯỚNG DẪN\n\nBình xét\n\nChương I. Quy định chung\n\n1. Đối tượng\n\na) tập thể;\n\n2. Tiêu chuẩn\n\n"
        "Đạt 80 điểm.\n\nChương II\n\nTổ chức thực hiện\n\n1. Trách nhiệm\n\nVăn phòng chủ trì./.\n"
    )

    assert outline(read(text, AS_GUIDANCE)) == [
        (1, "Chương I.", "Quy định chung"),
        (2, "1.", "Đối tượng"),
        (3, "a)", "tập thể;"),
        (2, "2.", "Tiêu chuẩn"),
        (1, "Chương II", "Tổ chức thực hiện"),
        (2, "1.", "Trách nhiệm"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Phần I của Kế hoạch được giữ.",
        "Chương trình 2 được sửa.",
        "Phần lớn các đơn vị đã nộp.",
        "Phần thứ ba mươi là thừa.",
    ],
)
def test_sentence_that_begins_like_a_part_is_none(sentence: str):
    paper = read(f"THÔNG BÁO\n\nVề hồ sơ\n\n1. Nội dung\n\nNộp hồ sơ.\n\n{sentence}\n", AS_NOTICE)

    assert [section.marker for section in paper.sections] == ["1."]

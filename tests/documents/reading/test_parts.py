"""Head, bases, sections and end of plans that are written in other ways."""

import datetime as dt

import pytest

from campaigns.names import find_campaign_name
from emulation_portal.documents.reading import Expected, canonical, parse_paper, still_open, summary_facts
from emulation_portal.documents.reading.citations import parse_basis
from emulation_portal.documents.reading.parsed import LineRole

from .told import warning_codes

ON = dt.date(2026, 1, 15)
PLAN = Expected("KẾ HOẠCH", "kế hoạch")


def outline(text: str) -> list[tuple[int, str, str]]:
    """Level, marker and title of each section; the text is checked to be whole."""
    plan = parse_paper(text, on=ON)
    assert canonical(plan.to_text()) == canonical(text)
    assert "not_parted" not in warning_codes(plan)
    return [(s.level, s.marker, s.title or f"= {s.paragraphs[0] if s.paragraphs else ''}") for s in plan.sections]


# --- head ---------------------------------------------------------------------------------------------------------


def test_header_written_side_by_side_is_parted():
    plan = parse_paper(
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "LIÊN MINH HTX TỈNH QUẢNG NINH        Độc lập - Tự do - Hạnh phúc\n"
        "__________        ______________\n"
        "Số: 05/KH-LMHTX        Quảng Ninh, ngày 06 tháng 02 năm 2026\n\n"
        "KẾ HOẠCH\nPhát động phong trào\n“Thi đua”\n____\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
    )

    assert plan.superior_lines == ("LIÊN MINH HỢP TÁC XÃ VIỆT NAM",)
    assert plan.issuer_lines == ("LIÊN MINH HTX TỈNH QUẢNG NINH",)
    assert (plan.number, plan.symbol) == (5, "KH-LMHTX")
    assert (plan.place, plan.issued_on) == ("Quảng Ninh", dt.date(2026, 2, 6))
    assert (plan.document_type, plan.summary) == ("KẾ HOẠCH", ("Phát động phong trào", "“Thi đua”"))
    assert find_campaign_name(plan) == "Thi đua"
    assert {piece.role for piece in plan.front} >= {LineRole.NATION, LineRole.MOTTO, LineRole.RULE}
    assert plan.unplaced == ()


def test_summary_in_capitals_is_noted_at_its_line_until_it_is_written_small():
    paper = parse_paper("SỞ A\n\n**KẾ HOẠCH THI ĐUA MỘT**\n\nCăn cứ Luật A;", on=ON)
    noted = [warning for warning in paper.warnings if warning.code == "summary_in_capitals"]

    assert [warning.line for warning in noted] == [3]
    assert still_open(noted, has=summary_facts("THI ĐUA MỘT")) == noted
    assert still_open(noted, has=summary_facts("Thi đua một")) == []
    assert summary_facts("") == set()


def test_type_and_summary_on_one_line_are_parted():
    plan = parse_paper("KẾ HOẠCH TRIỂN KHAI PHONG TRÀO THI ĐUA NĂM 2026\n\nI. MỤC ĐÍCH")

    assert (plan.document_type, plan.summary) == ("KẾ HOẠCH", ("TRIỂN KHAI PHONG TRÀO THI ĐUA NĂM 2026",))


@pytest.mark.parametrize(
    ("line", "number", "symbol", "code"),
    [
        ("Số: 644/KH-LMHTX", 644, "KH-LMHTX", None),
        ("**Số: 05/KH-LMHTX**", 5, "KH-LMHTX", None),
        ("Số: 404 – KH/LMHTXVN", 404, "KH-LMHTXVN", "symbol_normalised"),
        ("Số:        /KH-LMHTX", None, "KH-LMHTX", "no_number"),
        ("Số: …./KH-LMHTX", None, "KH-LMHTX", "no_number"),
        ("Số: 0/KH-LMHTX", None, "KH-LMHTX", "bad_number"),
        ("Số: 1234567/KH-LMHTX", None, "KH-LMHTX", "bad_number"),
        ("Số: 1/KH-A\n\nSố: 2/KH-B", 1, "KH-A", "two_numbers"),
    ],
)
def test_number_line_is_read(line, number, symbol, code):
    plan = parse_paper(f"{line}\n\nKẾ HOẠCH\n\nThi đua")

    assert (plan.number, plan.symbol) == (number, symbol)
    assert code is None or code in warning_codes(plan)


@pytest.mark.parametrize(
    ("line", "day", "code"),
    [
        ("Quảng Ninh, ngày 26 tháng 11 năm 2021", dt.date(2021, 11, 26), None),
        ("*Quảng Ninh, ngày 5 tháng 2 năm 2026*", dt.date(2026, 2, 5), "future_date"),
        ("Quảng Ninh, ngày 31 tháng 02 năm 2021", None, "impossible_date"),
        ("Quảng Ninh, ngày … tháng … năm 2021", None, "no_date"),
        ("Quảng Ninh, ngày      tháng      năm 2021", None, "no_date"),
        ("Quảng Ninh, ngày 1 tháng 1 năm 99999", None, "no_date"),
    ],
)
def test_place_and_date_are_read(line, day, code):
    plan = parse_paper(f"{line}\n\nKẾ HOẠCH\n\nThi đua", on=ON)

    assert (plan.place, plan.issued_on) == ("Quảng Ninh", day)
    assert code is None or code in warning_codes(plan)


def test_other_kind_of_document_is_flagged():
    assert "other_type" in warning_codes(
        parse_paper("QUYẾT ĐỊNH\n\nVề việc khen thưởng\n\nĐiều 1. Tặng giấy khen.", expected=PLAN)
    )


# --- bases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            ("Căn cứ", "Luật", "", dt.date(2022, 6, 15), "", "Thi đua, khen thưởng"),
        ),
        (
            "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022 của Quốc hội khóa XV;",
            ("Căn cứ", "Luật", "06/2022/QH15", dt.date(2022, 6, 15), "Quốc hội khóa XV", "Thi đua, khen thưởng"),
        ),
        (
            "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết thi hành một số điều"
            " của Luật Thi đua, khen thưởng;",
            (
                "Căn cứ",
                "Nghị định",
                "98/2023/NĐ-CP",
                dt.date(2023, 12, 31),
                "Chính phủ",
                "quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng",
            ),
        ),
        (
            "- Thực hiện Chỉ thị số 19/CT-TTg ngày 15/8/2021 của Thủ tướng Chính phủ về việc phát động thi đua.",
            (
                "Thực hiện",
                "Chỉ thị",
                "19/CT-TTg",
                dt.date(2021, 8, 15),
                "Thủ tướng Chính phủ",
                "về việc phát động thi đua",
            ),
        ),
        (
            "*Căn cứ Kế hoạch số 404 – KH/LMHTXVN ngày 01.10.2021 của Liên minh HTX Việt Nam;*",
            ("Căn cứ", "Kế hoạch", "404 – KH/LMHTXVN", dt.date(2021, 10, 1), "Liên minh HTX Việt Nam", ""),
        ),
        (
            "Theo đề nghị của Chánh Văn phòng.",
            ("Theo", "", "", None, "", "đề nghị của Chánh Văn phòng"),
        ),
        (
            "Thực hiện Kế hoạch số 31/KH-HLVVN của Trung ương Hội Làm vườn ngày 05 tháng 02 năm 2025 về trồng cây;",
            (
                "Thực hiện",
                "Kế hoạch",
                "31/KH-HLVVN",
                dt.date(2025, 2, 5),
                "Trung ương Hội Làm vườn",
                "về trồng cây",
            ),
        ),
        (
            "Căn cứ Kế hoạch số 31/KH-HLVVN của Trung ương Hội về thi hành Nghị quyết ngày 05/02/2025;",
            ("Căn cứ", "Kế hoạch", "31/KH-HLVVN", None, "Trung ương Hội", "về thi hành Nghị quyết ngày 05/02/2025"),
        ),
        (
            "Căn cứ Luật Trồng trọt ngày 19/11/2018 được sửa đổi, bổ sung bởi Luật số 35/2024/QH15 ngày 18/01/2024;",
            ("Căn cứ", "Luật", "", dt.date(2018, 11, 19), "", "Trồng trọt"),
        ),
        (
            "Căn cứ Bộ tiêu chí vườn mẫu ban hành kèm theo Quyết định số 87/QĐ-HLV ngày 15/10/2025 của Chủ tịch Hội;",
            ("Căn cứ", "Quyết định", "87/QĐ-HLV", dt.date(2025, 10, 15), "Chủ tịch Hội", "Bộ tiêu chí vườn mẫu"),
        ),
        (
            "Căn cứ Công văn số 31/SVHTTDL-VP ngày 05/01/2026 của Sở Văn hóa, Thể thao và Du lịch về trang trí vườn;",
            (
                "Căn cứ",
                "Công văn",
                "31/SVHTTDL-VP",
                dt.date(2026, 1, 5),
                "Sở Văn hóa, Thể thao và Du lịch",
                "về trang trí vườn",
            ),
        ),
        (
            "Xét đề nghị tại Báo cáo số 04/BC-HLV ngày 02/11/2025 của Hội Làm vườn về việc đại hội;",
            ("Xét", "Báo cáo", "04/BC-HLV", dt.date(2025, 11, 2), "Hội Làm vườn", "về việc đại hội"),
        ),
        (
            "Căn cứ Chỉ thị số 40-CT/TW ngày 15/01/2014 của Bộ Chính trị về đổi mới thi đua;",
            ("Căn cứ", "Chỉ thị", "40-CT/TW", dt.date(2014, 1, 15), "Bộ Chính trị", "về đổi mới thi đua"),
        ),
    ],
)
def test_basis_is_read(text, facts):
    basis, warnings = parse_basis(text, 1, ON)

    assert (
        basis.lead,
        basis.document_type,
        basis.number_symbol,
        basis.issued_on,
        basis.issuer,
        basis.title,
    ) == facts
    assert basis.text == text
    assert warnings == []


@pytest.mark.parametrize(("day", "code"), [("31/02/2021", "impossible_date"), ("31/12/2026", "future_date")])
def test_basis_with_a_wrong_date_is_flagged(day, code):
    plan = parse_paper(f"KẾ HOẠCH\n\nA\n\nCăn cứ Kế hoạch số 1/KH-UBND ngày {day} của UBND tỉnh;", on=ON)

    assert code in warning_codes(plan)
    assert plan.bases[0].number_symbol == "1/KH-UBND"


def test_bases_on_one_line_are_parted_and_abbreviations_end_no_sentence():
    text = (
        "KẾ HOẠCH\n\nThi đua\n\nCăn cứ Kế hoạch số 1/KH-UBND của UBND TP. Hạ Long; Căn cứ Chỉ thị số 2/CT-TTg;"
        " Thực hiện Kế hoạch số 3/KH-A về thi đua. Liên minh HTX tỉnh ban hành Kế hoạch như sau:"
    )

    plan = parse_paper(text)

    assert [b.number_symbol for b in plan.bases] == ["1/KH-UBND", "2/CT-TTg", "3/KH-A"]
    assert plan.preamble == ("Liên minh HTX tỉnh ban hành Kế hoạch như sau:",)
    assert canonical(plan.to_text()) == canonical(text)


# --- sections -----------------------------------------------------------------------------------------------------


def test_letters_follow_the_vietnamese_alphabet():
    text = "KẾ HOẠCH\n\nA\n\nI. NỘI DUNG\n\n1. Chung\n\n" + "\n\n".join(f"{x}) Mục {x};" for x in "abcdđeg")

    plan = parse_paper(text)

    assert [s.marker for s in plan.sections if s.level == 3] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert plan.numbering_style == "letter"
    assert "renumbered" not in warning_codes(plan)


def test_latin_letters_are_read_and_their_new_number_is_said():
    text = "I. NỘI DUNG\n\n1. Chung\n\n" + "\n\n".join(f"{x}) Mục {x};" for x in "abcdef")

    plan = parse_paper(text)
    said = [w.message for w in plan.warnings if w.code == "renumbered"]

    assert [s.marker for s in plan.sections if s.level == 3] == ["a)", "b)", "c)", "d)", "e)", "f)"]
    assert said == [
        "Tệp ghi “e)”; theo thứ tự, cổng sẽ đánh số “đ)”. Có 2 mục như vậy.",
    ]


def test_false_headings_stay_text():
    text = (
        "I. MỤC ĐÍCH\n\n1. Mục đích\n\n1.1. Phổ biến, quán triệt.\n\n1.490.000 đồng là mức lương cơ sở.\n\n"
        "19/10/2021 là ngày ban hành.\n\n2021 - 2025 là giai đoạn thi đua.\n\n20 - 25 người tham gia.\n\n"
        "1.5 triệu đồng cho mỗi tập thể.\n\nV.I. Lênin viết về thi đua.\n\nc. chữ lạc lõng\n\n1.2. Huy động."
    )

    assert outline(text) == [
        (1, "I.", "MỤC ĐÍCH"),
        (2, "1.", "Mục đích"),
        (3, "1.1.", "= Phổ biến, quán triệt."),
        (3, "1.2.", "= Huy động."),
    ]


def test_number_in_the_middle_of_a_wrapped_sentence_is_no_heading():
    text = (
        "I. MỤC ĐÍCH\n\n1. Mục đích\n\n1.1. Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ\n"
        "XV. Trong đó tập trung phát triển kinh tế tập thể, hợp tác xã theo Nghị quyết số\n"
        "20. của Ban Chấp hành Trung ương."
    )

    assert [marker for _, marker, _ in outline(text)] == ["I.", "1.", "1.1."]


@pytest.mark.parametrize(
    "text",
    [
        "**I. MỤC ĐÍCH**\nYÊU CẦU\nviệc",
        "**I. MỤC ĐÍCH**\n**YÊU CẦU**\nviệc",
        "*I. THỜI GIAN: Từ ngày 15/01/2026.*",
        "   **1**. Ban Kỹ thuật",
        "## **1**. Ban Kỹ thuật",
    ],
)
def test_emphasised_heading_is_parted_without_a_loss(text):
    assert "not_parted" not in warning_codes(parse_paper(f"KẾ HOẠCH\nA\n\n{text}"))


def test_numbers_out_of_order_are_sections_and_the_new_number_is_said():
    text = "I. A B\n\n1. Một\n\nnội dung một.\n\n3. Ba\n\nnội dung ba.\n\nIV. BỐN\n\nxong."

    plan = parse_paper(text)

    assert [s.marker for s in plan.sections] == ["I.", "1.", "3.", "IV."]
    assert [w.message for w in plan.warnings if w.code == "renumbered"] == [
        "Tệp ghi “3.”; theo thứ tự, cổng sẽ đánh số “2.”. Có 2 mục như vậy.",
    ]


def test_bold_headings_are_titles_and_run_in_headings_are_text():
    text = (
        "**I. MỤC ĐÍCH, YÊU CẦU**\n\n**1.** Mục đích\n\n1.1. **Phổ biến**\n\nquán triệt.\n\n"
        "**1.2. Huy động:** sức mạnh tổng hợp.\n\n2. **Yêu cầu**\n\na) **Một:** rõ việc;\n\n***b) hai.**"
    )

    assert outline(text) == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU"),
        (2, "1.", "Mục đích"),
        (3, "1.1.", "Phổ biến"),
        (3, "1.2.", "= **Huy động:** sức mạnh tổng hợp."),
        (2, "2.", "Yêu cầu"),
        (3, "a)", "= **Một:** rõ việc;"),
        (3, "b)", "= ***hai.**"),
    ]
    assert parse_paper(text).sections[3].to_text() == "**1.2. Huy động:** sức mạnh tổng hợp."


def test_four_levels_and_glued_markers():
    text = (
        "I.MỤC ĐÍCH\n1.Mục đích\n1.1.Phổ biến:\na)rõ;\n- gạch đầu dòng;\n1.2 Huy động:\n1.2.1. nhân lực.\nII/ NỘI DUNG"
    )

    assert outline(text) == [
        (1, "I.", "MỤC ĐÍCH"),
        (2, "1.", "Mục đích"),
        (3, "1.1.", "Phổ biến:"),
        (4, "a)", "= rõ;"),
        (3, "1.2", "Huy động:"),
        (4, "1.2.1.", "= nhân lực."),
        (1, "II/", "NỘI DUNG"),
    ]


def test_heading_in_capitals_over_two_lines_is_one_title():
    text = "I. ĐỐI TƯỢNG, TIÊU CHUẨN,\nHÌNH THỨC KHEN THƯỞNG\n\n1. Đối tượng:\ntập thể, cá nhân."

    plan = parse_paper(text)

    assert plan.sections[0].title == "ĐỐI TƯỢNG, TIÊU CHUẨN, HÌNH THỨC KHEN THƯỞNG"
    assert (plan.sections[1].title, plan.sections[1].paragraphs) == ("Đối tượng:", ("tập thể, cá nhân.",))


def test_one_paragraph_a_line_and_hard_wrapped_text_are_both_read():
    one_a_line = "I. NỘI DUNG\nThi đua lao động giỏi.\nThi đua sáng tạo.\n1. Chung\nMỗi đơn vị một việc.\n"
    wrapped = "I. NỘI DUNG\n\nThi đua lao động giỏi, lao động sáng tạo trong cả hệ thống.\nLiên minh HTX tỉnh phát động tới từng đơn vị thành viên và\nngười lao động."

    assert parse_paper(one_a_line).sections[0].paragraphs == ("Thi đua lao động giỏi.", "Thi đua sáng tạo.")
    assert len(parse_paper(wrapped).sections[0].paragraphs) == 1


def test_empty_section_and_missing_parent_are_flagged():
    plan = parse_paper("I. MỤC ĐÍCH\n\n1.1. Phổ biến.\n\nII. NỘI DUNG\n\nIII. KHEN THƯỞNG\n\nGiấy khen.")

    assert [w.line for w in plan.warnings if w.code == "missing_level"] == [3]
    assert [w.line for w in plan.warnings if w.code == "empty_section"] == [5]


# --- end ----------------------------------------------------------------------------------------------------------


def test_end_of_a_whole_plan_is_read():
    text = (
        "KẾ HOẠCH\n\nThi đua\n\nI. NỘI DUNG\n\nThi đua tốt.\n\nII. TỔ CHỨC\n\nCác đơn vị thực hiện.\n\n"
        "Trên đây là Kế hoạch phát động thi đua, đề nghị các đơn vị thực hiện./.\n\n"
        "***Nơi nhận:***\tTM. BAN THƯỜNG VỤ\n- Liên minh HTX Việt Nam (b/c);\tCHỦ TỊCH\n- Các HTX thành viên;\n"
        "- Lưu: VT, VP.\t(Đã ký)\n\tNguyễn Văn A\n\nPHỤ LỤC\nI. DANH MỤC"
    )

    plan = parse_paper(text)

    assert canonical(plan.to_text()) == canonical(text)
    assert plan.closing == ("Trên đây là Kế hoạch phát động thi đua, đề nghị các đơn vị thực hiện./.",)
    assert plan.recipients == ("Liên minh HTX Việt Nam (b/c)", "Các HTX thành viên", "Lưu: VT, VP")
    assert plan.signature_lines == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")
    assert plan.signer_name == "Nguyễn Văn A"
    assert [s.marker for s in plan.sections] == ["I.", "II."]
    assert [(annex.title, annex.paragraphs) for annex in plan.annexes] == [("PHỤ LỤC", ("I. DANH MỤC",))]
    assert not {"no_end_mark", "ends_mid_sentence", "no_recipients", "no_signature"} & set(warning_codes(plan))


def test_decomposed_text_gives_the_same_plan():
    import unicodedata

    text = "KẾ HOẠCH\n\nPhát động “Thi đua”\n\nCăn cứ Kế hoạch số 1/KH-UBND ngày 1/2/2021 của UBND tỉnh;\n\nI. MỤC ĐÍCH\n\na) đẩy mạnh."

    assert parse_paper(unicodedata.normalize("NFD", text)) == parse_paper(text)


def test_html_is_kept_as_words_and_flagged():
    plan = parse_paper("KẾ HOẠCH\n\nThi đua <script>alert(1)</script>\n\nI. MỤC ĐÍCH\n\nXong./.")

    assert plan.summary == ("Thi đua <script>alert(1)</script>",)
    assert "html_in_text" in warning_codes(plan)


def test_plan_copied_from_word_with_a_paragraph_on_each_line_is_read():
    plan = parse_paper(
        "Số: 12/KH-LMHTX\tQuảng Ninh, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nTổ chức phong trào thi đua năm 2026\n"
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n"
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ quy định về thi đua, khen thưởng;\n"
        "Liên minh HTX tỉnh ban hành Kế hoạch tổ chức phong trào thi đua “Đoàn kết, sáng tạo” như sau:\n"
        "I. MỤC ĐÍCH,\nYÊU CẦU\n1. Mục đích\n- Nâng cao nhận thức.\n2. Yêu cầu\nThiết thực, hiệu quả.\n"
        "II. THỜI GIAN\n1. Phát động: tháng 01/2026\n2. Tổng kết: tháng 12/2026\n"
        "Trên đây là Kế hoạch năm 2026./.\nNơi nhận:\n- Các HTX thành viên;\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn A"
    )

    assert [basis.number_symbol for basis in plan.bases] == ["", "152/2025/NĐ-CP"]
    assert plan.bases[1].title == "quy định về thi đua, khen thưởng"
    assert (find_campaign_name(plan), len(plan.preamble)) == ("Đoàn kết, sáng tạo", 1)
    assert [(s.marker, s.title, s.paragraphs) for s in plan.sections] == [
        ("I.", "MỤC ĐÍCH, YÊU CẦU", ()),
        ("1.", "Mục đích", ("- Nâng cao nhận thức.",)),
        ("2.", "Yêu cầu", ("Thiết thực, hiệu quả.",)),
        ("II.", "THỜI GIAN", ()),
        ("1.", "", ("Phát động: tháng 01/2026",)),
        ("2.", "", ("Tổng kết: tháng 12/2026",)),
    ]
    assert plan.closing == ("Trên đây là Kế hoạch năm 2026./.",)
    assert (plan.recipients, plan.signer_name) == (("Các HTX thành viên", "Lưu: VT"), "Nguyễn Văn A")
    assert warning_codes(plan) == ("no_issuer",)

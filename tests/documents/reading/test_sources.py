"""The two real plans: every recognised value spelled out, and nothing lost."""

import datetime as dt
from pathlib import Path

import pytest

from campaigns.names import find_campaign_name, find_theme
from emulation_portal.documents.reading import ParsedPaper, canonical, parse_paper
from emulation_portal.documents.reading.parsed import LineRole

from .told import warning_codes

PLANS = Path(__file__).resolve().parents[3] / "campaigns" / "sample" / "plans"
NAMES = ["ke-hoach-2021-2025.md", "ke-hoach-644-covid-19.md"]
NATIONAL = "“Cả nước đoàn kết, chung sức, đồng lòng thi đua phòng, chống và chiến thắng đại dịch Covid-19”"


def read(name: str) -> ParsedPaper:
    return parse_paper((PLANS / name).read_text("utf-8"), on=dt.date(2026, 1, 15))


@pytest.mark.parametrize("name", NAMES)
def test_source_written_back_equals_source(name):
    source = (PLANS / name).read_text("utf-8")

    plan = parse_paper(source)

    assert canonical(plan.to_text()) == canonical(source)
    assert "not_parted" not in warning_codes(plan)


@pytest.mark.parametrize("name", NAMES)
def test_json_round_trip_gives_the_same_plan(name):
    plan = read(name)

    assert ParsedPaper.from_json(plan.to_json()) == plan
    assert ParsedPaper.from_json({**plan.to_json(), "campaign_name": "kept by an older reading"}) == plan


def test_source_one_has_its_head_and_basis():
    plan = read(NAMES[0])
    basis = plan.bases[0]

    assert (plan.number, plan.symbol, plan.place, plan.issued_on) == (None, "", "", None)
    assert (plan.superior_lines, plan.issuer_lines) == ((), ())
    assert plan.suggested_issuer == "Liên minh Hợp tác xã tỉnh Quảng Ninh"
    assert plan.document_type == "KẾ HOẠCH"
    assert plan.summary == (
        "Tổ chức thực hiện hưởng ứng các phong trào thi đua của hệ thống Liên minh Hợp tác xã Việt Nam"
        " giai đoạn 2021 - 2025",
    )
    assert find_campaign_name(plan) == ""
    assert find_theme(plan) == (
        "Tiếp tục phát huy vai trò nòng cốt trong phát triển kinh tế tập thể, hợp tác xã; đẩy mạnh xây dựng hệ thống"
        " Liên minh Hợp tác xã Việt Nam vững mạnh; thực hiện hiệu quả chức năng đại diện, bảo vệ quyền và lợi ích"
        " hợp pháp của thành viên"
    )
    assert len(plan.bases) == 1
    assert basis.text.startswith("Thực hiện Kế hoạch số 746/KH-LMHTXVN")
    assert basis.text.endswith("giai đoạn 2021 - 2025.")
    assert (basis.lead, basis.document_type, basis.number_symbol) == ("Thực hiện", "Kế hoạch", "746/KH-LMHTXVN")
    assert basis.issued_on == dt.date(2021, 10, 19)
    assert basis.issuer == "Ban Chấp hành Liên minh HTX Việt Nam"
    assert basis.title == (
        "về kế hoạch tổ chức thực hiện các phong trào thi đua của hệ thống Liên minh HTX Việt Nam giai đoạn 2021 - 2025"
    )


def test_source_one_has_its_body_and_flags():
    plan = read(NAMES[0])

    assert [text[:20] for text in plan.preamble] == ["Ban Chấp hành Liên m", "Để phong trào thi đu"]
    assert [(s.level, s.marker, s.title, len(s.paragraphs)) for s in plan.sections] == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU", 0),
        (2, "1.", "Mục đích:", 0),
        (3, "1.1.", "", 1),
        (3, "1.2.", "", 1),
        (3, "1.3.", "", 1),
    ]
    assert plan.sections[-1].paragraphs[0].endswith("nhân rộng các điển hình và giải")
    assert plan.numbering_style == "decimal"
    assert (plan.closing, plan.recipients, plan.signature_lines, plan.signer_name) == ((), (), (), "")
    assert plan.unplaced == ()
    assert warning_codes(plan) == (
        "no_issuer",
        "no_number",
        "no_symbol",
        "no_place",
        "no_date",
        "ends_mid_sentence",
        "no_recipients",
        "no_signature",
    )


def test_source_two_has_its_head_and_bases():
    plan = read(NAMES[1])

    assert (plan.number, plan.symbol, plan.place) == (644, "KH-LMHTX", "Quảng Ninh")
    assert plan.issued_on == dt.date(2021, 11, 26)
    assert plan.suggested_issuer == "Liên minh HTX tỉnh Quảng Ninh"
    assert plan.document_type == "KẾ HOẠCH"
    assert find_campaign_name(plan) == (
        "Liên minh Hợp tác xã tỉnh Quảng Ninh cùng cả nước đoàn kết, chung sức, đồng lòng thi đua phòng, chống và"
        " chiến thắng đại dịch Covid-19"
    )
    assert plan.summary == ("Triển khai phong trào thi đua đặc biệt", f"“{find_campaign_name(plan)}”")
    assert find_theme(plan) == ""
    assert [(b.lead, b.document_type, b.number_symbol, b.issued_on, b.issuer, b.title) for b in plan.bases] == [
        (
            "Căn cứ",
            "Quyết định",
            "1497/QĐ-TTg",
            dt.date(2021, 9, 10),
            "Thủ tướng Chính phủ",
            f"về việc ban hành Kế hoạch triển khai phong trào thi đua đặc biệt {NATIONAL}",
        ),
        (
            "Căn cứ",
            "Kế hoạch",
            "747/KH-LMHTXVN",
            dt.date(2021, 10, 19),
            "Liên minh HTX Việt Nam",
            "về triển khai phong trào thi đua đặc biệt “Liên minh Hợp tác xã Việt Nam cùng cả nước đoàn kết, chung"
            " sức, đồng lòng thi đua phòng, chống và chiến thắng đại dịch Covid-19”",
        ),
        (
            "Căn cứ",
            "Kế hoạch",
            "187/KH-UBND",
            dt.date(2021, 10, 1),
            "Ủy ban nhân dân tỉnh Quảng Ninh",
            f"về tổ chức thực hiện Phong trào thi đua đặc biệt {NATIONAL.replace('Covid', 'COVID')} trên địa bàn tỉnh"
            " Quảng Ninh",
        ),
    ]


def test_source_two_has_its_body_and_flags():
    plan = read(NAMES[1])

    assert len(plan.preamble) == 1
    assert plan.preamble[0].startswith("Liên minh HTX tỉnh Quảng Ninh xây dựng Kế hoạch")
    assert plan.preamble[0].endswith("đại dịch Covid-19”**, cụ thể như sau:")
    assert [(s.level, s.marker, s.title, len(s.paragraphs)) for s in plan.sections] == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU", 0),
        (2, "1.", "Mục đích", 0),
        (3, "1.1.", "", 1),
        (3, "1.2.", "", 1),
        (3, "1.3.", "", 1),
    ]
    assert plan.sections[-1].paragraphs[0].endswith("phòng, chống đại dịch Covid-19.")
    assert plan.numbering_style == "decimal"
    assert [piece.role for piece in plan.front] == [
        LineRole.NUMBER,
        LineRole.PLACE_DATE,
        LineRole.TYPE,
        LineRole.SUMMARY,
        LineRole.SUMMARY,
    ]
    assert warning_codes(plan) == (
        "no_issuer",
        "no_end_mark",
        "no_recipients",
        "no_signature",
    )

"""What the check of an import proposes from the text: the campaign's time, and who signs."""

import datetime as dt

import pytest

from campaigns.models import CampaignPlan
from campaigns.periods import find_period
from emulation_portal.core.short_names import is_same_name
from emulation_portal.documents.reading import parse_paper
from tests.factories import campaigns
from tests.scenarios.desk import Desk
from units.enums import SigningForm, form_written

from .test_import_preview import confirm, read
from .test_reading_warnings import flags

HEAD = "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nI. MỤC ĐÍCH\n\nThi đua.\n\n"
TAIL = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\n"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("II. THỜI GIAN\n\nTừ ngày 01/02/2026 đến hết ngày 30/11/2026.", (2026, 2, 1), (2026, 11, 30)),
        ("II. THỜI GIAN\n\nTừ tháng 01/2026 đến tháng 02/2026.", (2026, 1, 1), (2026, 2, 28)),
        ("II. TỔ CHỨC\n\n1. Thời gian: từ ngày 5 tháng 2 năm 2026 đến tháng 12 năm 2026", (2026, 2, 5), (2026, 12, 31)),
        ("II. THỜI GIAN\n\nTừ ngày 01 đến hết ngày 30/11/2026.", (2026, 11, 1), (2026, 11, 30)),
        ("II. THỜI GIAN\n\nTừ 15/3 đến 30/11/2026.", (2026, 3, 15), (2026, 11, 30)),
        ("II. THỜI GIAN\n\nTừ tháng 3 đến hết tháng 11/2026.", (2026, 3, 1), (2026, 11, 30)),
        ("II. THỜI GIAN\n\nTừ 1.2.2026 tới 3.4.2026", (2026, 2, 1), (2026, 4, 3)),
    ],
)
def test_time_is_read_where_the_paper_speaks_of_it(text: str, first: tuple, last: tuple) -> None:
    assert find_period(parse_paper(HEAD + text)) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    "text",
    [
        "II. NỘI DUNG\n\nSố liệu từ ngày 01/01/2025 đến ngày 31/12/2025.",
        "II. THỜI GIAN\n\nTừ ngày 31/02/2026 đến ngày 30/11/2026.",
        "II. THỜI GIAN\n\nTừ ngày 01/12/2026 đến ngày 30/11/2026.",
        "II. THỜI GIAN\n\nTrong năm 2026.",
    ],
)
def test_no_time_is_made_up(text: str) -> None:
    assert find_period(parse_paper(HEAD + text)) is None


@pytest.mark.django_db
def test_time_stands_in_the_fields_of_the_check(officer: Desk) -> None:
    page = read(officer, HEAD + "II. THỜI GIAN\n\nTừ ngày 01/02/2026 đến hết ngày 30/11/2026.")

    assert (page.value("period_from"), page.value("period_to")) == ("01/02/2026", "30/11/2026")


@pytest.mark.django_db
@pytest.mark.parametrize("degree", ["", "ThS. "])
def test_who_signs_is_known_by_the_name_below_the_paper(officer: Desk, degree: str) -> None:
    signing = campaigns.signing()
    page = read(officer, f"{HEAD}{TAIL}{degree}{signing.person.full_name}")
    assert signing.person.full_name in page.tree.xpath("//div[@id='to-giay']")[0].text_content()

    confirm(officer, page)

    assert CampaignPlan.objects.get().signing == signing


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Trần Thị Khác", ""])
def test_nobody_signs_whose_name_does_not_stand_there(officer: Desk, name: str) -> None:
    campaigns.signing()

    confirm(officer, read(officer, f"{HEAD}{TAIL}{name}"))

    assert CampaignPlan.objects.get().signing is None


OTHERS = (
    "ỦY BAN NHÂN DÂN TỈNH AN SƠN\nHỘI LÀM VƯỜN TỈNH AN SƠN\n\nSố: 27/KH-HLV&DL\n\nAn Sơn, ngày 05 tháng 3 năm 2026\n\n"
)


@pytest.mark.django_db
def test_paper_of_another_body_is_told_and_may_bear_its_own_symbol(officer: Desk) -> None:
    page = read(officer, OTHERS + HEAD)

    (first, *_) = flags(page)
    assert first.startswith("Tệp là văn bản của “HỘI LÀM VƯỜN TỈNH AN SƠN”, không phải của ")
    assert not flags(read(officer, "LIÊN MINH HTX\nTỈNH QUẢNG NINH\n\n" + HEAD))[0].startswith("Tệp là văn bản của")

    confirm(officer, page)

    assert CampaignPlan.objects.get().paper_symbol == "KH-HLV&DL"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lien minh htx tinh quang ninh", "lien minh hop tac xa tinh quang ninh", True),
        ("lien minh hop tac xa", "lien minh hop tac xa tinh quang ninh", True),
        ("hoi lam vuon tinh an son", "lien minh hop tac xa tinh quang ninh", False),
        ("lmhtx quang ninh", "lien minh hop tac xa quang nam", False),
    ],
)
def test_bodies_are_the_same_however_their_names_are_shortened(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"], SigningForm.TM),
        (["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], SigningForm.TM_KT),
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], SigningForm.KT),
        (["T/M BAN CHẤP HÀNH"], SigningForm.TM),
        (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], SigningForm.TL),
        (["CHỦ TỊCH"], SigningForm.HEAD),
        ([], SigningForm.HEAD),
    ],
)
def test_capacity_is_read_from_the_lines_above_the_name(lines, form):
    assert form_written(lines) == form


def test_of_several_rights_that_in_the_capacity_of_the_file_is_chosen(officer: Desk) -> None:
    as_board = campaigns.signing()
    other = SigningForm.HEAD if as_board.form != SigningForm.HEAD else SigningForm.TM
    own_title = "Chủ tịch" if other == SigningForm.HEAD else ""
    type(as_board).objects.create(
        unit=as_board.unit,
        person=as_board.person,
        form=other,
        own_title=own_title or as_board.own_title,
        body_name="BAN THƯỜNG VỤ" if other == SigningForm.TM else "",
        effective_from=as_board.effective_from,
    )

    confirm(officer, read(officer, f"{HEAD}{TAIL}{as_board.person.full_name}"))

    signing = CampaignPlan.objects.get().signing
    assert signing is not None
    assert signing.form == SigningForm.TM

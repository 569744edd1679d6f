"""One paper of each kind, with the wording offices use. No real persons."""

import datetime as dt

from msgspec.structs import replace

from emulation_portal.documents.paper import (
    Appendix,
    Article,
    Basis,
    Check,
    Header,
    Heading,
    ItemList,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)

HEADER = Header(superior=("Liên minh Hợp tác xã Việt Nam",), issuer=("Liên minh Hợp tác xã", "tỉnh Quảng Ninh"))
COUNCIL = Header(superior=("Liên minh HTX tỉnh Quảng Ninh",), issuer=("Hội đồng Thi đua - Khen thưởng",))
CHECK = Check("7KQ2-M4XD-9TPA", "https://thidua.example.vn/kiem-tra/7KQ2-M4XD-9TPA")
RECIPIENTS = (
    "Liên minh HTX Việt Nam (b/c)",
    "Ban Thi đua - Khen thưởng tỉnh (b/c)",
    "Thường trực Liên minh HTX tỉnh",
    "Các phòng, ban, đơn vị trực thuộc",
    "Các HTX thành viên",
    "Lưu: VT, VP",
)
CHAIR = Signature(("TM. Ban Thường vụ", "Chủ tịch"), "Trần Văn Mẫu")
SENTENCE = (
    "Các phòng, ban, đơn vị trực thuộc và các hợp tác xã thành viên căn cứ chức năng, nhiệm vụ được giao, "
    "xây dựng kế hoạch cụ thể để tổ chức phong trào thi đua thiết thực, hiệu quả, đúng tiến độ."
)


def plan(**changes: object) -> Paper:
    """Return a kế hoạch of about one page and a half."""
    paper = Paper(
        type="KH",
        type_name="Kế hoạch",
        header=HEADER,
        number=644,
        symbol="KH-LMHTX",
        place="Quảng Ninh",
        issued_on=dt.date(2021, 11, 26),
        summary=(
            "Triển khai phong trào thi đua đặc biệt",
            "“Liên minh Hợp tác xã tỉnh Quảng Ninh cùng cả nước đoàn kết, chung sức, đồng lòng thi đua phòng, "
            "chống và chiến thắng đại dịch Covid-19”",
        ),
        body=(
            Basis("Căn cứ Quyết định số 1497/QĐ-TTg ngày 10/9/2021 của Thủ tướng Chính phủ"),
            Basis("Căn cứ Kế hoạch số 747/KH-LMHTXVN ngày 19/10/2021 của Liên minh HTX Việt Nam"),
            Paragraph("Liên minh HTX tỉnh xây dựng Kế hoạch **“Đoàn kết, chung sức”**, cụ thể như sau:"),
            Heading(1, "Mục đích, yêu cầu", "I."),
            Heading(2, "Mục đích", "1."),
            Paragraph(SENTENCE, "1.1."),
            Paragraph(SENTENCE, "1.2."),
            Heading(2, "Yêu cầu", "2."),
            Paragraph(SENTENCE, "a)"),
            Heading(1, "Tổ chức thực hiện", "II."),
            Paragraph(SENTENCE),
            ItemList(("Văn phòng theo dõi, đôn đốc", "Các đơn vị báo cáo kết quả *(qua Văn phòng)* trước ngày 15/12.")),
        ),
        recipients=RECIPIENTS,
        signatures=(CHAIR,),
        check=CHECK,
        author="Liên minh Hợp tác xã tỉnh Quảng Ninh",
        subject="Kế hoạch số 644/KH-LMHTX ngày 26/11/2021",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def decision(**changes: object) -> Paper:
    """Return a quyết định khen thưởng with two phụ lục, the second in landscape."""
    people = tuple((str(n), f"Ông Nguyễn Văn Mẫu {n}", "Hợp tác xã Đông Triều", "600.000") for n in range(1, 61))
    columns = (
        PaperColumn("TT", 1, "center"),
        PaperColumn("Họ và tên", 5),
        PaperColumn("Đơn vị", 5),
        PaperColumn("Tiền thưởng (đồng)", 3, "right"),
    )
    caption = (
        "(Kèm theo Quyết định số 645/QĐ-LMHTX ngày 05 tháng 02 năm 2022 của Chủ tịch Liên minh HTX tỉnh Quảng Ninh)"
    )
    paper = plan(
        type="QĐ",
        type_name="Quyết định",
        number=5,
        symbol="QĐ-LMHTX",
        issued_on=dt.date(2022, 2, 5),
        summary=(
            "Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua năm 2021",
        ),
        authority=("Chủ tịch Liên minh Hợp tác xã tỉnh Quảng Ninh",),
        body=(
            Basis("Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003"),
            Basis("Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ"),
            Basis("Theo đề nghị của Hội đồng Thi đua - Khen thưởng"),
            Article(1, text="Tặng Giấy khen của Chủ tịch Liên minh HTX tỉnh cho 60 cá nhân (có Danh sách kèm theo)."),
            Article(2, text="Mức tiền thưởng trích từ Quỹ thi đua, khen thưởng năm 2021."),
            Article(3, text="Quyết định này có hiệu lực kể từ ngày ký. " + SENTENCE),
        ),
        recipients=("Như Điều 3", "Ban Thi đua - Khen thưởng tỉnh (b/c)", "Lưu: VT, VP"),
        signatures=(Signature(("Chủ tịch",), "Trần Văn Mẫu"),),
        appendices=(
            Appendix("Danh sách cá nhân được tặng Giấy khen", caption, (PaperTable(columns, people),)),
            Appendix(
                "Tổng hợp kết quả", caption, (Paragraph(SENTENCE), PaperTable(columns, people[:30])), is_landscape=True
            ),
        ),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def minutes(**changes: object) -> Paper:
    """Return a biên bản: no place and date, two columns of signatures."""
    votes = (("1", "Trần Thị Mẫu", "11", "8", "3", "72,73%"), ("2", "HTX Đông Triều", "11", "11", "0", "100%"))
    names = ("TT", "Tên", "Tổng số", "Đồng ý", "Không đồng ý", "Tỷ lệ")
    paper = plan(
        type="BB",
        type_name="Biên bản",
        header=COUNCIL,
        number=5,
        symbol="BB-HĐTĐKT",
        summary=("Họp Hội đồng Thi đua - Khen thưởng",),
        body=(
            Paragraph("Thời gian bắt đầu: 08 giờ 00 phút, ngày 20 tháng 12 năm 2021."),
            Paragraph("Địa điểm: Hội trường Liên minh HTX tỉnh."),
            Heading(2, "Kết quả kiểm phiếu", "1."),
            PaperTable(tuple(PaperColumn(name, 4 if name == "Tên" else 2, "center") for name in names), votes),
            Paragraph("Cuộc họp kết thúc vào 11 giờ 30 phút, ngày 20 tháng 12 năm 2021."),
        ),
        recipients=("Các ủy viên Hội đồng", "Lưu: VT, HĐTĐKT"),
        signatures=(
            Signature(("Thư ký",), "Lê Thị Mẫu"),
            Signature(("Chủ tọa",), "Trần Văn Mẫu", post_above_name="Chủ tịch Liên minh HTX tỉnh"),
        ),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def letter(**changes: object) -> Paper:
    """Return a công văn to three addressees."""
    paper = plan(
        type="CV",
        type_name="",
        symbol="LMHTX-VP",
        summary=("V/v báo cáo kết quả phong trào thi đua đặc biệt phòng, chống dịch Covid-19 năm 2021",),
        addressees=("Các phòng, ban chuyên môn", "Các đơn vị trực thuộc", "Các hợp tác xã thành viên"),
        body=(Paragraph(SENTENCE), Paragraph("Đề nghị các đơn vị gửi báo cáo trước ngày 15/12/2021. " + SENTENCE)),
        recipients=("Như trên", "Lưu: VT, VP"),
        signatures=(Signature(("TL. Chủ tịch", "Chánh Văn phòng"), "Lê Thị Mẫu"),),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def submission(**changes: object) -> Paper:
    """Return a tờ trình to one addressee."""
    paper = plan(
        type="TTr",
        type_name="Tờ trình",
        symbol="TTr-LMHTX",
        summary=("Về việc đề nghị tặng Bằng khen",),
        addressees=("Chủ tịch Ủy ban nhân dân tỉnh Quảng Ninh",),
        recipients=("Như trên", "Lưu: VT, VP"),
        signatures=(Signature(("KT. Chủ tịch", "Phó Chủ tịch"), "Lê Thị Mẫu"),),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def simple(type: str, type_name: str, summary: str, **changes: object) -> Paper:
    """Return a short paper of a kind that is laid out like a kế hoạch: TB, GM, BC."""
    paper = plan(
        type=type, type_name=type_name, symbol=f"{type}-LMHTX", summary=(summary,), body=(Paragraph(SENTENCE),)
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def draft(**changes: object) -> Paper:
    """Return the plan before it has a number, a date and a name under it."""
    paper = plan(number=None, issued_on=None, is_draft=True, check=None, signatures=(Signature(CHAIR.lines),))
    return replace(paper, **changes)  # type: ignore[arg-type]

"""A notice and a guidance as text copied from Word, and as Word files: head and end in tables, numbers typed."""

from docx import Document

from tests.documents.reading.word_files import saved

_HEAD = (
    "LIÊN MINH HỢP TÁC XÃ VIỆT NAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "LIÊN MINH HTX TỈNH QUẢNG NINH\tĐộc lập - Tự do - Hạnh phúc\n"
    "Số: {number}\tQuảng Ninh, ngày 05 tháng 3 năm 2026\n"
)
NOTICE = _HEAD.format(number="12/TB-LMHTX") + (
    "THÔNG BÁO\n"
    "Về việc nộp hồ sơ khen thưởng phong trào thi đua năm 2026\n"
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n"
    "Căn cứ Kế hoạch số 05/KH-LMHTX ngày 06/02/2026 của Liên minh Hợp tác xã tỉnh về phong trào thi đua năm 2026;\n"
    "Liên minh Hợp tác xã tỉnh Quảng Ninh thông báo việc nộp hồ sơ như sau:\n"
    "1. Thành phần hồ sơ\n"
    "a) Tờ trình của đơn vị;\n"
    "b) Báo cáo thành tích có xác nhận.\n"
    "2. Thời hạn\n"
    "Hồ sơ gửi trước ngày 30/9/2026.\n"
    "3. Đầu mối\n"
    "Văn phòng Liên minh tiếp nhận hồ sơ.\n"
    "Liên minh Hợp tác xã tỉnh thông báo để các đơn vị biết, thực hiện./.\n"
    "Nơi nhận:\tTM. BAN THƯỜNG VỤ\n"
    "- Các đơn vị thành viên;\tKT. CHỦ TỊCH\n"
    "- Lưu: VT, VP.\tPHÓ CHỦ TỊCH\n"
    "\t(Đã ký)\n"
    "\tNguyễn Văn A\n"
)
GUIDANCE = _HEAD.format(number="03/HD-LMHTX") + (
    "HƯỚNG DẪN\n"
    "Bình xét khen thưởng phong trào thi đua “Hợp tác xã chuyển đổi số” năm 2026\n"
    "Kính gửi: Các đơn vị thành viên\n"
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ quy định về thi đua, khen thưởng;\n"
    "Thực hiện Kế hoạch số 05/KH-LMHTX ngày 06/02/2026 của Liên minh Hợp tác xã tỉnh;\n"
    "Liên minh Hợp tác xã tỉnh Quảng Ninh hướng dẫn bình xét như sau:\n"
    "I. ĐỐI TƯỢNG, TIÊU CHUẨN\n"
    "1. Đối tượng\n"
    "a) Tập thể: hợp tác xã thành viên;\n"
    "b) Cá nhân: người lao động.\n"
    "2. Tiêu chuẩn\n"
    "Đạt từ 80 điểm trở lên.\n"
    "II. TIÊU CHÍ BÌNH XÉT\n"
    "STT | Tiêu chí | Điểm\n"
    "1 | Hoàn thành chỉ tiêu | 60\n"
    "2 | Có sáng kiến | 40\n"
    "III. TỔ CHỨC THỰC HIỆN\n"
    "Văn phòng Liên minh chủ trì.\n"
    "Trong quá trình thực hiện, nếu có vướng mắc, hãy phản ánh về Văn phòng./.\n"
    "Nơi nhận:\tTL. CHỦ TỊCH\n"
    "- Như trên;\tKT. CHÁNH VĂN PHÒNG\n"
    "- Lưu: VT.\tPHÓ CHÁNH VĂN PHÒNG\n"
    "\n"
    "\tTrần Thị B\n"
)


def as_word(text: str) -> bytes:
    """Return the paper as an office keeps it: head and end in tables of two columns, rows of cells as a table."""
    lines = text.split("\n")
    end = next(at for at, line in enumerate(lines) if line.startswith("Nơi nhận"))
    document = Document()
    _two_columns(document, [line.split("\t") for line in lines[:3]])
    rows: list[list[str]] = []
    for line in lines[3:end]:
        if " | " in line:
            rows.append(line.split(" | "))
            continue
        _table(document, rows)
        rows = []
        document.add_paragraph().add_run(line).bold = line.isupper() or None
    _two_columns(document, [line.partition("\t")[::2] for line in lines[end:]])
    return saved(document)


def _two_columns(document, lines) -> None:
    """Put what stands side by side into the two cells of one row."""
    row = document.add_table(rows=1, cols=2)
    for column in (0, 1):
        row.cell(0, column).text = "\n".join(line[column] for line in lines if line[column])


def _table(document, rows: list[list[str]]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text

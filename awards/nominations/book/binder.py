"""The work of the sandbox that binds: counts the pages of what lies in files, puts them together. It knows no database."""

import io
import json
from typing import Any

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

PICTURE_DPI = 150
A4_INCHES = (8.27, 11.69)
MARGIN_INCHES = 0.6
MOST_PAGES = 2_000
_NUMBER_AT, _NUMBER_PT = (42, 24), 9  # from the lower left corner, in points

LOCKED = "Tệp có mật khẩu nên không mở được."
BROKEN = "Tệp hỏng hoặc không đúng loại nên không mở được."
TOO_LONG = f"Tệp dài hơn {MOST_PAGES} trang."


def prepare() -> None:
    """Nothing has to be set up."""


def work(task: str, pieces: list[dict[str, Any]], title: str) -> tuple[bytes, int]:
    """`count`: return as JSON for each piece its pages, or what is wrong with it. `bind`: return the book and its pages."""
    return _bind(pieces, title) if task == "bind" else (json.dumps([_count(piece) for piece in pieces]).encode(), 0)


def _count(piece: dict[str, Any]) -> dict[str, Any]:
    """Return the pages of a piece, or what is wrong with it: it is bound here once for a trial, alone."""
    try:
        if piece["kind"] != "pdf":
            _print_picture(piece["path"])
        reader = PdfReader(piece["path"])
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": LOCKED}
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return {"problem": TOO_LONG}
        if pages:
            _bind([piece], "")
            return {"pages": pages}
    except MemoryError:
        raise
    except Exception:  # a file of others can break in any way, and must stop nothing
        pass
    return {"problem": BROKEN}


def _print_picture(path: str) -> None:
    """Write a PDF of one A4 page in the place of the picture, upright or lying as the picture is."""
    with Image.open(path) as found:
        picture = ImageOps.exif_transpose(found).convert("RGB")
    sides = A4_INCHES if picture.height >= picture.width else A4_INCHES[::-1]
    width, height = (round(side * PICTURE_DPI) for side in sides)
    margin = round(MARGIN_INCHES * PICTURE_DPI)
    picture.thumbnail((width - 2 * margin, height - 2 * margin))
    sheet = Image.new("RGB", (width, height), "white")
    sheet.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    content = io.BytesIO()
    sheet.save(content, "PDF", resolution=PICTURE_DPI)
    with open(path, "wb") as file:
        file.write(content.getvalue())


def _bind(pieces: list[dict[str, Any]], title: str) -> tuple[bytes, int]:
    writer = PdfWriter()
    for piece in pieces:
        reader = PdfReader(piece["path"])
        if reader.is_encrypted:
            reader.decrypt("")
        first = len(writer.pages)
        writer.append(reader, import_outline=False)
        writer.add_outline_item(title=piece["title"], page_number=first)
    total = len(writer.pages)
    for at, page in enumerate(writer.pages, start=1):
        page.merge_page(_number(page, f"{at}/{total}"), over=True)
    writer.add_metadata({"/Title": title})
    writer.page_mode = "/UseOutlines"
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue(), total


def _number(page: PageObject, words: str) -> PageObject:
    """Return a sheet as large as the page with its number at the lower left; digits need no font of ours."""
    box = page.mediabox
    sheet = PageObject.create_blank_page(width=float(box.width), height=float(box.height))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    sheet[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/PageNumber"): font})}
    )
    x, y = float(box.left) + _NUMBER_AT[0], float(box.bottom) + _NUMBER_AT[1]
    stream = DecodedStreamObject()
    stream.set_data(f"BT /PageNumber {_NUMBER_PT} Tf {x:.1f} {y:.1f} Td ({words}) Tj ET".encode())
    sheet[NameObject("/Contents")] = stream
    return sheet

"""Pictures: written anew, the right way up and without what a camera noted of place, day and owner."""

import io
import warnings
from typing import Any

from PIL import Image, UnidentifiedImageError

from .refusal import Refused

# A JPEG is read at a half or a quarter of its size, a PNG only whole; a JPEG that comes in passes is first gathered whole.
MAX_PIXELS = {"jpg": 64_000_000, "png": 24_000_000}
MAX_PIXELS_IN_PASSES = 36_000_000
MAX_SIDE = 4_000
THUMBNAIL_SIDE = 320
_KINDS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
}  # MPO: a JPEG of a telephone, with a second picture behind the first
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SMALLER = "Hãy chụp hoặc lưu lại ảnh với cỡ nhỏ hơn."


def look_at_picture(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return width and height in pixels and the picture as it is kept, a thumbnail behind it. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # counted below, by kind
    warnings.filterwarnings("ignore", module="PIL")  # a line for each broken note
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        kind = _KINDS[str(picture.format)]
        most = MAX_PIXELS_IN_PASSES if "progressive" in picture.info else MAX_PIXELS[kind]
        if picture.width * picture.height > most:
            raise Refused(f"Ảnh có {picture.width} × {picture.height} điểm, quá lớn. {_SMALLER}")
        return _written_anew(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused("Tệp ảnh bị hỏng, cổng không mở được. Hãy mở ảnh, lưu lại rồi gửi tệp mới.") from None


def _written_anew(picture: Image.Image, kind: str) -> tuple[dict[str, Any], bytes]:
    if kind == "jpg":
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
    turn = _turn(picture)
    if picture.mode.startswith("I"):  # grey of 16 bits cannot be made smaller
        picture = picture.point(lambda grey: grey / 256).convert("L")
    elif kind == "jpg" and picture.mode not in {"RGB", "L"}:
        picture = picture.convert("RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    plain = picture.transpose(turn) if turn is not None else picture
    kept, small = io.BytesIO(), io.BytesIO()
    bare = _without_notes(plain)
    bare.save(kept, "JPEG" if kind == "jpg" else "PNG", quality=88)
    bare.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    _on_white(bare).save(small, "JPEG", quality=80)
    facts = {
        "kind": kind,
        "width": plain.width,
        "height": plain.height,
        "thumbnail": small.tell(),
    }
    return facts, kept.getvalue() + small.getvalue()


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """Return how to set the picture upright, by the one note of the camera that is wanted: the others may be broken."""
    try:
        said = picture.getexif().get(_ORIENTATION)
    except Exception:  # notes fail in as many ways as they can be written
        return None
    return _TURNS.get(said) if isinstance(said, int) else None


def _without_notes(picture: Image.Image) -> Image.Image:
    """Return the picture without EXIF, comments and profiles."""
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P" and (palette := picture.getpalette()):
        bare.putpalette(palette)
    bare.paste(picture)
    if "transparency" in picture.info and picture.mode == "P":
        bare.info["transparency"] = picture.info["transparency"]
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture as a JPEG can have it: what is clear is white."""
    full = picture.convert("RGBA")
    white = Image.new("RGB", full.size, "white")
    white.paste(full, mask=full.getchannel("A"))
    return white

"""Pictures: written anew, the right way up and without what a camera noted of place, day and owner."""

import io
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import Refused

# A JPEG is read at a half or a quarter of its size, a PNG only whole.
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000}
MAX_SIDE = 4_000
THUMBNAIL_SIDE = 320
_SMALLER = "Hãy chụp hoặc lưu lại ảnh với cỡ nhỏ hơn."


def look_at_picture(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return width and height in pixels and the picture as it is kept, a thumbnail behind it. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # counted below, by kind
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MAX_PIXELS[str(picture.format)]:
            raise Refused(f"Ảnh có {picture.width} × {picture.height} điểm, quá lớn. {_SMALLER}")
        return _written_anew(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused("Tệp ảnh bị hỏng, cổng không mở được. Hãy mở ảnh, lưu lại rồi gửi tệp mới.") from None


def _written_anew(picture: Image.Image) -> tuple[dict[str, Any], bytes]:
    is_jpeg = picture.format == "JPEG"
    if is_jpeg:
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    plain = upright if upright.mode in {"RGB", "L"} or not is_jpeg else upright.convert("RGB")
    kept, small = io.BytesIO(), io.BytesIO()
    bare = _without_notes(plain)
    bare.save(kept, "JPEG" if is_jpeg else "PNG", quality=88)
    bare.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    _on_white(bare).save(small, "JPEG", quality=80)
    facts = {
        "kind": "jpg" if is_jpeg else "png",
        "width": plain.width,
        "height": plain.height,
        "thumbnail": small.tell(),
    }
    return facts, kept.getvalue() + small.getvalue()


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

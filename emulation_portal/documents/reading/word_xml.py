"""The parts of a Word file as XML: looked over before they are parsed, and walked without their namespaces."""

import re
from collections.abc import Iterator

from lxml import etree

from .errors import ImportRefused

# A text of 400,000 characters in Word's usual pieces has half as many; a second of work.
MAX_TAGS = 1_000_000
# The name of an element is written out with its namespace each time it is looked at.
MAX_NAMESPACE = 300
_ENCODINGS = {"UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII"}

_COPY_OVER = "Hãy chép nội dung sang một tệp Word mới rồi nhập lại."
_DECLARATION = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_LONG_NAMESPACE = re.compile(
    rb"xmlns[^\s=<>]{0,100}\s*=\s*(?:\"[^\"<]{%d}|'[^'<]{%d})" % (MAX_NAMESPACE, MAX_NAMESPACE)
)


def parse(data: bytes) -> etree._Element:
    """Parse one part. Raises ImportRefused for what no Word writes, etree.LxmlError for what is no XML."""
    bare = data.replace(b"\0", b"")  # UTF-16 as well
    if _DECLARATION.search(bare):
        raise _declared()
    if bare.count(b"<") > MAX_TAGS or _LONG_NAMESPACE.search(bare):
        raise ImportRefused(f"Tệp Word có cấu trúc bất thường (quá nhiều hoặc quá lớn khi mở ra). {_COPY_OVER}")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    about = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None:
        raise _declared()  # one that was written in an encoding which the look above cannot read
    if (about.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise ImportRefused(f"Tệp Word không ở dạng UTF-8. {_COPY_OVER}")
    return root


def _declared() -> ImportRefused:
    return ImportRefused(f"Tệp Word có khai báo lạ (DOCTYPE), có thể gây hại. {_COPY_OVER}")


def local(element: etree._Element) -> str:
    """Return the name without namespace: files in Word's strict dialect differ only there."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the direct children of that name."""
    return iter(()) if element is None else (each for each in element if local(each) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name."""
    return next(children(element, name), None)


def descend(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child of the first child …"""
    for name in names:
        element = child(element, name)
    return element


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute whatever its namespace; empty when absent."""
    if element is None:
        return ""
    # By key: lxml looks for the value of each item from the first attribute on.
    key = next((key for key in element.attrib if str(key).rpartition("}")[2] == name), None)
    return "" if key is None else str(element.get(key))


def value(element: etree._Element | None, *names: str) -> str:
    """Return what the first child of the first child … says: its `val`."""
    return attribute(descend(element, *names), "val")


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether a property is on; None where nothing is said of it."""
    element = child(properties, name)
    return None if element is None else attribute(element, "val").lower() not in {"0", "false", "off", "none"}


def number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0

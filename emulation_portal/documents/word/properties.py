"""What a Word file says of itself, and how Word is to read it."""

from html import escape

from ..paper import Paper
from ..rendering.html import title_of
from .package import W

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TERMS = "http://purl.org/dc"


def language_of(paper: Paper) -> str:
    """Return the language of the paper as Word names it."""
    return "vi-VN" if paper.language == "vi" else paper.language


def properties_xml(paper: Paper) -> str:
    """Return docProps/core.xml: what the PDF says of itself. A draft has no day."""
    told = [
        ("dc:title", title_of(paper)),
        ("dc:subject", paper.subject),
        ("dc:creator", paper.author),
        ("dc:language", language_of(paper)),
    ]
    day = f"{paper.issued_on.isoformat()}T00:00:00Z" if paper.issued_on else ""
    days = [f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified")]
    return (
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_TERMS}/elements/1.1/" xmlns:dcterms="{_TERMS}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        + "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in told if text)
        + ("".join(days) if day else "")
        + "</cp:coreProperties>"
    )


def settings_xml(paper: Paper) -> str:
    """Return word/settings.xml: room above and below adds up, as styles.py counts on, and the layout is that of today."""
    mode = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotUseHTMLParagraphAutoSpacing/>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{escape(language_of(paper))}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )

"""Official papers as Word files, for an office to go on with: a Paper goes in, the bytes of a .docx come out."""

from ..paper import Paper
from .check import PICTURE, picture, qr_png, words_beside
from .package import NAMESPACES, FilePart, word_file
from .page import page_of
from .paragraphs import WordParagraph
from .properties import language_of, properties_xml, settings_xml
from .sections import margins, section_xml, shape_of
from .story import Story, story_of
from .styles import styles_xml

__all__ = ["word_copy"]


def word_copy(paper: Paper) -> bytes:
    """Return the paper as a Word file that says what its PDF says. The same paper gives the same bytes.

    Lines break where Word breaks them, and numbers that the press keeps whole may part: without other letters than the
    paper's own Word knows no way to hold them. Raises NoTemplate.
    """
    story = story_of(page_of(paper))
    document = f"<w:document {NAMESPACES}><w:body>{_body(paper, story)}</w:body></w:document>"
    parts = [
        FilePart("styles", "styles", styles_xml(language_of(paper))),
        FilePart("settings", "settings", settings_xml(paper)),
        *margins(story),
    ]
    return word_file(
        document, parts, properties_xml(paper), {PICTURE: qr_png(paper)} if story.check is not None else {}
    )


def _body(paper: Paper, story: Story) -> str:
    """Return all sections: each ends in its last paragraph, the last one with the body."""
    last = len(story.sections) - 1
    for at, section in enumerate(story.sections[:-1]):
        _last_paragraph(section.blocks).section = section_xml(story, at)
    final = story.sections[last]
    beside: list[WordParagraph] = []
    if story.check is not None:
        corner = shape_of(final).corner
        _last_paragraph(final.blocks).runs += picture(paper, corner)
        beside = words_beside(story.check, corner)
    final.blocks[-1:-1] = beside
    return "".join(block.xml() for section in story.sections for block in section.blocks) + section_xml(story, last)


def _last_paragraph(blocks: list) -> WordParagraph:
    paragraph = blocks[-1]
    assert isinstance(paragraph, WordParagraph)
    return paragraph

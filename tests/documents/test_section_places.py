import pytest

from emulation_portal.documents.drafts.enums import NumberingStyle
from emulation_portal.documents.drafts.numbering import section_markers, section_places


@pytest.mark.parametrize(
    ("style", "levels", "printed", "spoken_of"),
    [
        (
            NumberingStyle.DECIMAL,
            [1, 2, 1, 2, 3, 4, 2],
            ["I.", "1.", "II.", "1.", "1.1.", "1.1.1.", "2."],
            ["I", "I.1", "II", "II.1", "II.1.1", "II.1.1.1", "II.2"],
        ),
        (
            NumberingStyle.LETTER,
            [1, 2, 3, 3, 4, 2],
            ["I.", "1.", "a)", "b)", "-", "2."],
            ["I", "I.1", "I.1.a", "I.1.b", "I.1.b", "I.2"],
        ),
        (NumberingStyle.DECIMAL, [2, 3, 2], ["1.", "1.1.", "2."], ["1", "1.1", "2"]),
        (NumberingStyle.LETTER, [], [], []),
    ],
)
def test_a_section_is_spoken_of_with_the_numbers_above_it(
    style: str, levels: list[int], printed: list[str], spoken_of: list[str]
) -> None:
    assert section_markers(levels, style) == printed
    assert section_places(levels, style) == spoken_of

"""Names that everybody writes short, and that mean the same in full: HTX and hợp tác xã. All of it folded."""

from itertools import islice, product

MAX_SPELLINGS = 12  # of one name: LMHTX alone has four

Forms = tuple[tuple[str, ...], ...]  # spellings; each the pieces that stand in a text, in any order

# A short name and its spellings. Those with others in them stand behind these: LMHTX behind HTX.
SHORT_NAMES: dict[str, Forms] = {
    "htx": (("htx",), ("hop tac xa",)),
    "lmhtx": (("lmhtx",), ("lm htx",), ("lien minh htx",), ("lien minh hop tac xa",)),
    "lhhtx": (("lhhtx",), ("lh htx",), ("lien hiep htx",), ("lien hiep hop tac xa",)),
    "tht": (("tht",), ("to hop tac",)),
    "qtdnd": (("qtdnd",), ("quy tdnd",), ("quy tin dung nhan dan",)),
    "tnhh": (("tnhh",), ("trach nhiem huu han",)),
    "cttnhh": (
        ("cttnhh",),
        ("ct tnhh",),
        ("cty tnhh",),
        ("cong ty tnhh",),
        ("cong ty trach nhiem huu han",),
    ),
    "ctcp": (("ctcp",), ("ct cp",), ("cty cp",), ("cong ty cp",), ("cong ty co phan",)),
    "tdkt": (("tdkt",), ("thi dua", "khen thuong")),
    "va": (("va",), ("&",)),
}
_PHRASES = sorted(
    ((" ".join(pieces).split(), short) for short, forms in SHORT_NAMES.items() for pieces in forms),
    key=lambda phrase: -len(phrase[0]),
)


def shortened(words: list[str]) -> list[str]:
    """Return the words with each name that has a short form as that: the longest names first."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for phrase, short in _PHRASES:
            if words[at : at + len(phrase)] == phrase:
                found.append(short)
                at += len(phrase)
                break
        else:
            found.append(words[at])
            at += 1
    return found


def forms_of(word: str) -> Forms:
    return SHORT_NAMES.get(word, ((word,),))


def spellings(name: str) -> list[str]:
    """Return a folded name as it was typed, and with its short names written otherwise."""
    forms = [[" ".join(pieces) for pieces in forms_of(word)] for word in shortened(name.split())]
    return list(dict.fromkeys([name, *map(" ".join, islice(product(*forms), MAX_SPELLINGS))]))


def is_same_name(one: str, other: str) -> bool:
    """Whether two folded names are one, however their parts are shortened; one may leave out where the other says more."""
    first, second = (" ".join(shortened(name.split())) for name in (one, other))
    return first == second or f" {first} " in f" {second} " or f" {second} " in f" {first} "

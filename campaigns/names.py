"""A campaign's quoted name and its theme, as a paper writes them."""

import re
from collections.abc import Sequence

from emulation_portal.core.vietnamese import capitalised, fold
from emulation_portal.documents.reading import ParsedPaper, plain, quotations

from .enums import CampaignKind

_THEMATIC = re.compile(r"\b(?:dac biet|chuyen de|dot thi dua|theo dot)\b")
_REGULAR = re.compile(r"\b(?:thuong xuyen|thi dua yeu nuoc|phong trao thi dua nam|thi dua (?:tu |trong )?nam \d{4})\b")
_OF_A_PAPER = re.compile(r"\b(?:chuong trinh|de an|du an|chi thi|nghi quyet|quyet dinh|ket luan|quy che)\W*\Z")
_CAMPAIGN = re.compile(r"\b(?:phong trào|cuộc vận động|đợt thi đua)\b", re.IGNORECASE)
_ISSUED_WITH = re.compile(r"\s*\((?:Ban hành )?kèm theo\b[^()]*\)\s*\Z", re.IGNORECASE)  # below a trích yếu: no name
_LAUNCHES = re.compile(r"\b(?:thi dua|phong trao|cuoc van dong|phat dong|huong ung)\b")
_THEME = re.compile(r"\bchu de\b")
_THEME_LEADS = ("chủ đề", "chủ đề là", "chủ đề:", "chủ đề thi đua", "chủ đề thi đua là")
_NAME_LEADS = ("phong trào", "phong trào thi đua", "thi đua đặc biệt", "đợt thi đua", "cuộc vận động", "chuyên đề")
# Of several quoted names the one after the first of these is the campaign's.
_BEST_LEADS = (("tên gọi", "tên gọi là", "tên gọi:", "mang tên"), ("phong trào", "phong trào thi đua"))


def find_campaign_name(paper: ParsedPaper) -> str:
    """Return the name quoted in the trích yếu, or else in the opening; empty when none is quoted."""
    summary = " ".join(paper.summary)
    named = next((inner for leads in _BEST_LEADS for inner in _quoted_after(summary, leads)), "")
    quoted = [
        plain(each.inner) for each in quotations(summary) if not _is_of_a_paper(summary[: each.start], each.inner)
    ]
    if named or (quoted and speaks_of_a_campaign(paper)):
        return _as_written_elsewhere(named or quoted[0], paper)
    return next(iter(quoted_names((*paper.lead_in, *paper.preamble))), "")


def _as_written_elsewhere(name: str, paper: ParsedPaper) -> str:
    """Return a name that the trích yếu has in capitals as the opening or a căn cứ writes it, where one does."""
    if not name.isupper():
        return name
    texts = (*paper.lead_in, *paper.preamble, *(basis.text for basis in paper.bases))
    written = (plain(each.inner) for text in texts for each in quotations(text))
    return next((each for each in written if fold(each) == fold(name) and not each.isupper()), name)


def _is_of_a_paper(before: str, inner: str) -> bool:
    """Whether quotes hold the title of a paper or a programme: “Chỉ thị số 4 “về giữ rừng””, “Chương trình “…””."""
    return plain(inner).casefold().startswith("về ") or bool(_OF_A_PAPER.search(fold(before)))


def proposed_name(paper: ParsedPaper) -> str:
    """Return the quoted name, else what the trích yếu calls the campaign; empty for a plan that speaks of none."""
    if name := find_campaign_name(paper):
        return name
    return called_without_quotes(_ISSUED_WITH.sub("", " ".join(paper.summary))) if speaks_of_a_campaign(paper) else ""


def name_in(paper: ParsedPaper) -> str:
    """Return the name that the paper gives a campaign, quoted or behind “phong trào”; empty when it gives none."""
    summary = " ".join(paper.summary)
    return find_campaign_name(paper) or (called_without_quotes(summary) if _CAMPAIGN.search(summary) else "")


def called_without_quotes(summary: str) -> str:
    """Return what a trích yếu calls the campaign without quotes: from the words “phong trào” on, else all of it.

    Words all in capitals are taken down, for a name is no heading.
    """
    words = " ".join(summary.split())
    named = _CAMPAIGN.search(words)
    name = words[named.start() :] if named else words
    return capitalised(name.lower() if name.isupper() else name)


def speaks_of_a_campaign(paper: ParsedPaper) -> bool:
    """Whether the trích yếu or the opening has the words of one; a plan of another kind launches none."""
    return bool(_LAUNCHES.search(fold(" ".join((*paper.summary, *paper.lead_in, *paper.preamble)))))


def find_theme(paper: ParsedPaper) -> str:
    """Return what is quoted after “với chủ đề”, or under a heading that says so; empty when nothing is."""
    texts = (*paper.lead_in, *paper.preamble, *(text for section in paper.sections for text in section.paragraphs))
    found = [inner for text in texts for inner in _quoted_after(text, _THEME_LEADS)]
    below = (text for section in paper.sections if _THEME.search(fold(section.title)) for text in section.paragraphs)
    found += [plain(quotation.inner) for text in below for quotation in quotations(text)]
    return found[0] if found else ""


def quoted_names(paragraphs: Sequence[str]) -> list[str]:
    """Return the names quoted after “phong trào …”, as each paragraph writes them."""
    return [inner for text in paragraphs for inner in _quoted_after(text, _NAME_LEADS)]


def _quoted_after(text: str, leads: tuple[str, ...]) -> list[str]:
    found = []
    for quotation in quotations(text):
        before = " ".join(text[max(0, quotation.start - 40) : quotation.start].replace("*", " ").casefold().split())
        if before.endswith(leads):
            found.append(plain(quotation.inner))
    return found


def find_kind(paper: ParsedPaper) -> CampaignKind | None:
    """Return the kind of campaign that the paper names, or shows by a name of its own; None where the drafter must say.

    Source: Luật Thi đua, khen thưởng 06/2022/QH15, Điều 16: thường xuyên, or theo chuyên đề (theo đợt).
    """
    words = fold(" ".join(paper.summary))
    if _THEMATIC.search(words):
        return CampaignKind.THEMATIC
    if _REGULAR.search(words):
        return CampaignKind.REGULAR
    return CampaignKind.THEMATIC if find_campaign_name(paper) else None

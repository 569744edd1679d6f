"""What a kind of paper brings of its own. Everything else of a paper's life is the same for all kinds.

A kind is what a paper is for, not its abbreviation: the notice of a campaign and the notice of a council are two kinds
of one type, each in the app it speaks of.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse

from emulation_portal.core.parts import HelpPage
from emulation_portal.core.tables import Table
from emulation_portal.core.versions import digest
from emulation_portal.core.vietnamese import upper
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block, Paper
from emulation_portal.documents.reading import Expected, ParsedPaper, ParseWarning
from emulation_portal.procedure.declared import Procedure

from .enums import Relation, RowsPlace
from .forms.general import GeneralForm, NewDraftForm, TranscriptionGeneralForm
from .forms.importing import PreviewForm
from .queries import paper_facts
from .regulations import Gap, Remark, paper_gaps


@dataclass(frozen=True)
class Part:
    """A part of a draft as a page of its own. `formset` is a subclass of forms.rows.DraftFormSet."""

    name: str
    title: str
    hint: str
    formset: Any = None


@dataclass(frozen=True)
class OwnPage:
    """A page of a draft beside its parts, for who takes part in its way: its address is asked by the draft's key alone."""

    name: str  # as the log calls what is changed there
    title: str
    url_name: str


class PaperKind:
    """One kind. Subclass it in the `kinds` of an app, and declare one instance in its `portal.py` by `binding.paper_kinds`."""

    code: ClassVar[str]  # in the log: plan
    slug: ClassVar[str]  # in addresses: ke-hoach
    type: ClassVar[DocumentType]
    noun: ClassVar[str]  # kế hoạch
    model: ClassVar[Any]  # the subclass of Draft
    table_words: ClassVar[str] = ""  # what the log calls things of the model, when kinds share it
    is_free_in_form: ClassVar[bool] = False  # may do without căn cứ and numbered sections
    is_signed_by_order: ClassVar[bool] = False  # TL., and in no other form: NĐ 30/2020/NĐ-CP Điều 13 khoản 4
    drafting_symbol: ClassVar[str] = ""  # of a công văn: how the office that drafts it is shortened, VP
    procedures: ClassVar[tuple[Procedure, Procedure]]  # of drafts, of transcriptions
    topics: ClassVar[list[tuple[str, str]]] = [("other", "Khác")]
    standard_sections: ClassVar[tuple[tuple[str, str], ...]] = ()  # topic and title, in their usual order
    general_part: ClassVar[Part | None] = None  # “Thông tin chung” in the kind's own words
    own_parts: ClassVar[tuple[Part, ...]] = ()
    own_pages: ClassVar[tuple[OwnPage, ...]] = ()
    unlogged: ClassVar[frozenset[str]] = frozenset()  # columns of which the log is told in the kind's own words
    own_rows: ClassVar[
        tuple[str, ...]
    ] = ()  # related names of the kind's own rows: for its paper, its rules and the log
    help_page: ClassVar[HelpPage | None] = None  # shown for the addresses of the kind
    create_form: ClassVar[Any] = NewDraftForm
    general_forms: ClassVar[tuple[Any, Any]] = (GeneralForm, TranscriptionGeneralForm)  # of drafts, of transcriptions
    preview_form: ClassVar[Any] = PreviewForm
    settled_by: ClassVar[Mapping[str, str]] = {}  # a code of `reading_warnings` → the field or fact that settles it

    # --- what the law wants ---

    def gaps(self, draft: Any, on: dt.date) -> list[Gap]:
        """Return what is missing before the draft may go its way on that day."""
        return paper_gaps(paper_facts(draft, on=on), self.gaps_by_law(draft, on))

    def gaps_by_law(self, draft: Any, on: dt.date) -> Iterable[Gap]:
        """Return what the law asks of this kind beyond the form of any paper."""
        return ()

    def remarks(self, draft: Any) -> list[Remark]:
        """Return what does not fit together in the draft; it hinders nothing."""
        return []

    # --- what is printed ---

    def subject_of(self, draft: Any) -> str:
        """Return what the paper is about, for the properties of its file."""
        return " ".join(draft.summary.split())

    def addressees(self, draft: Any) -> Iterable[str]:
        """Return who stands after “Kính gửi:”; nobody, as on most papers."""
        return ()

    def rows_of(self, draft: Any, topic: str, place: RowsPlace) -> Iterable[Block]:
        """Return what is printed in this place of the main section on the topic: FIRST or LAST."""
        return ()

    def completed(self, draft: Any, paper: Paper) -> Paper:
        """Return the paper of the draft with what the kind prints beyond its text: annexes of its own, figures in places."""
        return paper

    def page_addresses(self, draft: Any, user: Any) -> list[tuple[str, str]]:
        """Return the kind's own pages of a draft that the user may open, each with its address."""
        pages = () if draft.is_transcription else self.own_pages
        return [(page.title, reverse(page.url_name, args=[draft.pk])) for page in pages]

    def place_told(self, draft: Any, part: str) -> tuple[str, str]:
        """Return how the rows of the part are printed as it was chosen, and the field of “Thông tin chung” that says so."""
        return "", ""

    def topics_with_rows(self, draft: Any) -> set[str]:
        """Return the topics under which `rows_of` prints something."""
        return set()

    def topics_of(self, topic: str) -> Iterable[str]:
        """Return the topics that a section on this one counts for."""
        return (topic,)

    def topic_of(self, title: str) -> str:
        """Return what a main section is about, guessed from its title."""
        return "other"

    # --- what surrounds it on the screen ---

    def trail(self, draft: Any) -> list[tuple[str, str]]:
        """Return the things above the draft, as (label, address)."""
        return []

    def list_trail(self) -> list[tuple[str, str]]:
        """Return what stands above all papers of the kind."""
        return []

    @property
    def create_url(self) -> str:
        """Return where one begins a paper of the kind without a file."""
        return reverse("drafts:create", args=[self.slug])

    def dates_for_readers(self, draft: Any) -> list[tuple[str, dt.date]]:
        """Return the days that an issued paper names in rows, for those it was sent to: what is then, and when."""
        return []

    def tables_for_readers(self, draft: Any) -> list[Table]:
        """Return what else it asks and promises in rows."""
        return []

    def proposed_rows(self, draft: Any, part: str) -> list[dict[str, Any]]:
        """Return what the text of a draft says that its rows do not yet, each as the fields of a row of the part."""
        return []

    # --- its own values, from forms ---

    def own_of_new(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the kind's own values from the cleaned form by which a draft is begun."""
        return {}

    def same_as(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return by which of its own values a draft is the one that a double click began."""
        return {}

    def general_initial(self, draft: Any) -> dict[str, Any]:
        """Return the kind's own values of “Thông tin chung”."""
        return {}

    def own_version(self, draft: Any) -> str:
        """Return the digest of these values: they may stand on a row into which other drafts write as well."""
        return digest(self.general_initial(draft))

    def save_general(self, draft: Any, data: dict[str, Any]) -> None:
        """Write the kind's own values of “Thông tin chung”; the draft is saved by the caller.

        `read` among the data is the `own_version` that the page showed, when there was one. Raises ChangedMeanwhile.
        """

    # --- reading a file of the kind: the parts are recognised in one way for all kinds ---

    @property
    def expected(self) -> Expected:
        """Return what a file of the kind should be, for the words about one that is not."""
        return Expected(type_name=upper(self.type.label), noun=self.noun)

    def reading_warnings(self, parsed: ParsedPaper) -> Iterable[ParseWarning]:
        """Return what is to be looked at in a file of this kind and would be no fault in another.

        Each has a code of its own; `settled_by` says for those that can be settled what does it.
        """
        return ()

    def named_in(self, parsed: ParsedPaper) -> dict[str, str]:
        """Return what the kind finds named in a file that was read: its campaign, say."""
        return {}

    def as_read(self, parsed: ParsedPaper) -> dict[str, Any]:
        """Return the kind's own values as guessed from a file that was read."""
        return {}

    def preview_initial(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return what the kind's fields of the preview show at first."""
        return own

    def own_of_preview(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the kind's own values from the cleaned preview."""
        return {}

    # --- its own rows ---

    def new(self, fields: dict[str, Any], own: dict[str, Any]) -> Any:
        """Return an unsaved draft of this kind. `own` are the kind's values of the preview form."""
        return self.model(**fields)

    def hangs_on(self, draft: Any) -> list[Any]:
        """Return the unsaved rows that the draft hangs on, to be checked before they are saved."""
        return []

    def names_units(self, draft: Any) -> Iterable[Any]:
        """Return the units whose things the kind's own part names: they are of the issuer's alliance."""
        return ()

    def with_own(self, drafts: Any) -> Any:
        """Join to a queryset of the kind's model what its paper and its rules read beside its `own_rows`."""
        return drafts

    def begin_anew(self, new: Any) -> None:
        """Take off an unsaved copy what only the old paper is."""

    def begin_again(self, old: Any, new: Any) -> None:
        """Give an unsaved copy of a revoked paper something new to hang on, where the old one ended with it."""

    def copied(self, old: Any, new: Any, relation: Relation | None) -> None:
        """Give a successor, or a paper begun again, the rows that the kind has, once it is saved."""

    # --- what follows an act, in its transaction ---

    def opened(self, draft: Any, *, by: Any) -> None:
        """Save what the draft hangs on, before it is saved itself."""

    def begun(self, draft: Any) -> None:
        """Write into a new draft, just saved, what the kind proposes."""

    def issued(self, draft: Any, *, by: Any, today: dt.date) -> None:
        """Do what follows the issue, in its transaction. Raises a DomainError to refuse it."""

    def ended(self, draft: Any, *, by: Any, reason: str) -> None:
        """Do what follows its revocation, in its transaction."""

    def discarded(self, draft: Any, *, by: Any, reason: str) -> None:
        """Do what follows when a draft is dropped, in its transaction."""

    def effects_of_discarding(self, draft: Any) -> list[str]:
        """Return what dropping it does beyond the draft itself, said before it is done."""
        return []

    def effects_of_revoking(self, draft: Any) -> list[str]:
        """Return what its revocation does beyond the paper itself, said before it is done."""
        return []

from .belonging import OfAnotherAlliance
from .drafting import (
    EditedMeanwhile,
    discard_draft,
    edit_draft,
    open_draft,
)
from .importing import (
    AnnexDraft,
    BasisDraft,
    Built,
    ReadAs,
    SectionDraft,
    as_read,
    build,
    confirm_import,
    discard_import,
    purge_imports,
    read_paper_file,
)
from .locking import lock_draft
from .reading import purge_readings
from .reviewing import (
    CorrectionOpen,
    DraftIncomplete,
    TranscriptionIncomplete,
    approve_draft,
    issue_draft,
    register_transcription,
    return_draft,
    revoke_draft,
    submit_draft,
    take_back_approval,
)
from .succeeding import SuccessorExists, draft_again, start_successor

__all__ = [
    "AnnexDraft",
    "BasisDraft",
    "Built",
    "CorrectionOpen",
    "DraftIncomplete",
    "EditedMeanwhile",
    "OfAnotherAlliance",
    "ReadAs",
    "SectionDraft",
    "SuccessorExists",
    "TranscriptionIncomplete",
    "approve_draft",
    "as_read",
    "build",
    "confirm_import",
    "discard_draft",
    "discard_import",
    "draft_again",
    "edit_draft",
    "issue_draft",
    "lock_draft",
    "open_draft",
    "purge_imports",
    "purge_readings",
    "read_paper_file",
    "register_transcription",
    "return_draft",
    "revoke_draft",
    "start_successor",
    "submit_draft",
    "take_back_approval",
]

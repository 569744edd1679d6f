from .drafting import CorrectionExists, EditedMeanwhile, NewPlan, create_plan, edit_plan, start_correction
from .importing import BasisDraft, ConfirmedImport, SectionDraft, confirm_import, confirmed_as_read, read_plan_file
from .reviewing import (
    PlanIncomplete,
    SignerUnfit,
    TranscriptionIncomplete,
    approve_plan,
    issue_plan,
    pass_on_plan,
    register_transcription,
    return_plan,
    revoke_plan,
    submit_plan,
    withdraw_plan,
)
from .steering import steer_campaign, turn_phases

__all__ = [
    "BasisDraft",
    "ConfirmedImport",
    "CorrectionExists",
    "EditedMeanwhile",
    "NewPlan",
    "PlanIncomplete",
    "SectionDraft",
    "SignerUnfit",
    "TranscriptionIncomplete",
    "approve_plan",
    "confirm_import",
    "confirmed_as_read",
    "create_plan",
    "edit_plan",
    "issue_plan",
    "pass_on_plan",
    "read_plan_file",
    "register_transcription",
    "return_plan",
    "revoke_plan",
    "start_correction",
    "steer_campaign",
    "submit_plan",
    "turn_phases",
    "withdraw_plan",
]

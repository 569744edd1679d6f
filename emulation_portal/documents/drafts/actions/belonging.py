"""What a draft names is of its issuer's alliance: no signer, unit, block, campaign or paper of another comes into it."""

from emulation_portal.core.errors import DomainError

from ..models import Draft


class OfAnotherAlliance(DomainError):
    """Something that the draft names is not of the alliance whose paper it is."""


def check_of_one_alliance(draft: Draft, root_id: int | None = None) -> None:
    """Raise OfAnotherAlliance unless all that a saved draft names is of one alliance, and of `root_id` when it is told."""
    own = draft.place.root_id
    signers = [signing.unit.root_id for signing in (draft.signing, draft.co_signing) if signing]
    older = [draft.predecessor.place.root_id] if draft.predecessor else []
    named = {*signers, *older, *(unit.root_id for unit in draft.kind_of.names_units(draft))}
    # Of the addressees, who may be very many, only whether there is one from elsewhere.
    elsewhere = (draft.addressed_units.exclude(root_id=own), draft.addressed_blocks.exclude(alliance_id=own))
    if named - {own} or root_id not in (None, own) or any(rows.exists() for rows in elsewhere):
        raise OfAnotherAlliance(
            f"Có phần của {draft.noun} không thuộc Liên minh của cơ quan ban hành. Hãy tải lại trang rồi chọn lại."
        )

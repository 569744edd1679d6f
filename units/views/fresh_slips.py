"""Slips handed out a moment ago: shown again on F5 for ten minutes, so that nobody prints codes that are void already.

They wait in the session of whoever handed them out, sealed: the table of sessions shows no code.
"""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from emulation_portal.accounts.codes import code_hash, seal, unseal
from emulation_portal.accounts.models import Activation

from .. import actions

SHOWN_FOR_SECONDS = 10 * 60
_KEY = "fresh_slips"


def keep(request: HttpRequest, batch: actions.SlipBatch) -> None:
    """Keep a batch for the page of this address."""
    slips = [{**asdict(slip), "expires_at": slip.expires_at.isoformat()} for slip in batch.slips]
    content = {"slips": slips, "skipped": [asdict(row) for row in batch.skipped]}
    # What is too old to be shown goes when the next comes.
    still = {path: sealed for path, sealed in _all(request).items() if _open(sealed) is not None}
    request.session[_KEY] = {**still, request.path: seal(content)}


def kept(request: HttpRequest) -> actions.SlipBatch | None:
    """Return the batch of this address while it may be shown. Codes used or replaced since stand among the skipped."""
    content = _open(_all(request).get(request.path, ""))
    if content is None:
        return None
    rows = [{**row, "expires_at": dt.datetime.fromisoformat(row["expires_at"])} for row in content["slips"]]
    slips = [actions.Slip(**row) for row in rows]
    hashes = {slip.username: code_hash(slip.code) for slip in slips}
    keys = Activation.objects.usable(at=timezone.now()).filter(code_hash__in=hashes.values())
    usable = set(keys.values_list("code_hash", flat=True))
    skipped = [actions.Skipped(**row) for row in content["skipped"]]
    gone = [slip for slip in slips if hashes[slip.username] not in usable]
    skipped += [actions.Skipped(slip.full_name, "Mã vừa được dùng, hoặc đã thay bằng mã mới.") for slip in gone]
    return actions.SlipBatch([slip for slip in slips if slip not in gone], skipped)


def _all(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(_KEY, {}))


def _open(sealed: str) -> Any:
    return unseal(sealed, max_age=SHOWN_FOR_SECONDS) if sealed else None

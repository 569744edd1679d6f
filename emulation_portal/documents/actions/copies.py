"""Copies to read before a paper is issued, and books to print. They are no papers and may be made again."""

import hashlib
import json
from typing import Any

from django.db import models

from emulation_portal.accounts.models import User
from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.models import Job

from ..models import Issuer, LooseCopy


def prepare_copy(
    payload: dict[str, Any],
    *,
    template: str,
    file_name: str,
    issuer: Issuer,
    subject: models.Model,
    subject_url: str,
    by: User,
) -> tuple[LooseCopy, Job]:
    """Ask for a rendering of the payload; the same content again is the same copy. Call it in a transaction."""
    digest = hashlib.sha256(json.dumps([template, issuer.pk, payload], sort_keys=True).encode()).hexdigest()
    copy, _ = LooseCopy.objects.get_or_create(
        digest=digest,
        defaults={
            "template": template,
            "payload": payload,
            "file_name": file_name,
            "issuer": issuer,
            "subject_type": subject._meta.label_lower,
            "subject_id": subject.pk,
        },
    )
    job = enqueue(
        "documents.render_copy",
        key=copy.job_key,
        args={"copy_id": copy.pk},
        label=f"Tạo bản xem {file_name}",
        by=by,
        subject=copy,
        subject_url=subject_url,
    )
    return copy, job

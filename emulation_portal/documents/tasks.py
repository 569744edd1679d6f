"""Background work on papers: doorways from jobs to rendering and storage."""

from typing import Any

from celery import current_app
from celery.signals import worker_init, worker_process_init, worker_process_shutdown

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine
from emulation_portal.jobs.registry import Args, Handler, Progress, handler

from . import actions
from .copies import copy_template
from .models import Document, DocumentFile, LooseCopy
from .paper import Paper
from .rendering import render, start_press, stop_press, warm_html
from .storage import COPIES, store

QUEUE = "documents"


@worker_init.connect
def warm_up(**_ignored: Any) -> None:
    """Read in the worker's main process what its children inherit."""
    warm_html()


@worker_process_init.connect
def set_up_press(**_ignored: Any) -> None:
    """Give every child that may get papers a press of its own."""
    if QUEUE in current_app.amqp.queues.consume_from:
        start_press()


@worker_process_shutdown.connect
def take_down_press(**_ignored: Any) -> None:
    stop_press()


@handler("documents.render", queue=QUEUE)
class RenderDocument(Handler):
    """Render an issued paper once. Deterministic, so a second worker makes the same bytes under the same name."""

    def work(self, args: Args, progress: Progress) -> Any:
        document = Document.objects.get(pk=args["document_id"])
        if DocumentFile.objects.filter(document=document).exists():
            return None
        rendered = render(Paper.from_json(document.payload))
        progress(80)
        name, sha256 = store("documents", rendered.pdf)
        return {"storage_name": name, "sha256": sha256, "size_bytes": len(rendered.pdf), "pages": rendered.pages}

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        if result is not None:
            DocumentFile.objects.create(document_id=args["document_id"], **result)
        return result


@handler("documents.render_copy", queue=QUEUE)
class RenderCopy(Handler):
    def work(self, args: Args, progress: Progress) -> Any:
        copy = LooseCopy.objects.get(pk=args["copy_id"])
        rendered = copy_template(copy.template).print_payload(copy.payload)
        progress(80)
        name, _ = store(COPIES, rendered.pdf)
        return {"storage_name": name, "pages": rendered.pages}

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        LooseCopy.objects.filter(pk=args["copy_id"]).update(**result)
        return result


@routine("documents.purge_copies", "Xóa PDF dự thảo, bản in sổ đã quá hạn lưu")
def purge_copies(**_ignored: Any) -> None:
    actions.purge_copies(on=today())

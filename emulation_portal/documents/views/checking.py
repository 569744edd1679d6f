"""Kiểm tra văn bản: anybody may ask whether a paper is genuine and in force. Nothing is stored."""

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from emulation_portal.core.strangers import drain
from emulation_portal.files.passing import HashingUploadHandler

from ..codes import LENGTH, letters_of, read_code
from ..forms import CheckFileForm, CodeForm
from ..models import Document
from ..notes import notes_on
from ..queries import CheckAnswer, Verdict, answer_for, answer_for_file, judge

# settings.ACCOUNT_RATE_LIMITS["check"]; the library counts what is only read when it is told to.
counted = rate_limit(action="check", limit_get=True)
TOO_BIG = "Tệp nặng hơn 20 MB nên không phải tệp do cổng này ban hành. Hãy chọn đúng tệp PDF tải từ cổng."


@never_cache
@csrf_exempt  # as below: what is posted here is a file
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The field for the code, and the place for a file. A code in the address leads to its page."""
    if request.method == "POST":
        return _whose_file(request)
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["ma"])
        if code:
            return _quiet(redirect("documents:check", code=code))
        return _mistyped(request, form.cleaned_data["ma"])
    return _quiet(render(request, "documents_pages/check_home.html", {"form": form, "file_form": CheckFileForm()}))


@counted
def _whose_file(request: HttpRequest) -> HttpResponse:
    handler = HashingUploadHandler(request)
    request.upload_handlers = [handler]
    return _name_file(request, handler)


@csrf_protect
def _name_file(request: HttpRequest, handler: HashingUploadHandler) -> HttpResponse:
    """Say whose file it is, when it is one that the portal issued."""
    form, status = _read_file(request, handler)
    context: dict[str, object] = {"form": CodeForm(), "file_form": form}
    if form.is_valid():
        file = form.cleaned_data["file"]
        answer = answer_for_file(file.sha256, request.user)
        context |= {"file_name": file.name, "answer": answer, "document": answer and answer.document}
    return _quiet(render(request, "documents_pages/check_home.html", context, status=status))


def _read_file(request: HttpRequest, handler: HashingUploadHandler) -> tuple[CheckFileForm, int]:
    """Return the form with what was sent, and the status of an answer to it."""
    form = CheckFileForm(request.POST, request.FILES)
    if form.is_valid() or not handler.is_too_big:
        return form, 200
    drain(request)
    form.errors["file"] = form.error_class([TOO_BIG])
    return form, 413


@never_cache
@csrf_exempt  # the handler below must stand before anything reads the body; the protection comes right after
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def check(request: HttpRequest, code: str) -> HttpResponse:
    handler = HashingUploadHandler(request)
    request.upload_handlers = [handler]
    return _check(request, code, handler)


@csrf_protect
def _check(request: HttpRequest, code: str, handler: HashingUploadHandler) -> HttpResponse:
    answer = answer_for(code, request.user)
    if answer is None:
        return _unknown(request, code)
    context = {
        "answer": answer,
        "document": answer.document,
        "is_newest_public": _is_visible(request, answer.newest),
        "notes": notes_on(answer.document) if answer.is_full else [],
    }
    status = 200
    if request.method == "POST":
        form, status = _read_file(request, handler)
        if form.is_valid():
            context |= _verdict(request, answer, form.cleaned_data["file"].sha256, form.cleaned_data["file"].name)
    else:
        form = CheckFileForm()
    return _quiet(render(request, "documents_pages/check.html", context | {"file_form": form}, status=status))


def _verdict(request: HttpRequest, answer: CheckAnswer, sha256: str, name: str) -> dict[str, object]:
    verdict, other = judge(answer, sha256, request.user)
    if other is not None and not _is_visible(request, other):
        other = None
    return {"verdict": verdict, "other": other, "file_name": name, "Verdict": Verdict}


def _is_visible(request: HttpRequest, document: Document | None) -> bool:
    return document is not None and Document.objects.visible_to(request.user).filter(pk=document.pk).exists()


@counted
def _mistyped(request: HttpRequest, typed: str) -> HttpResponse:
    return _unknown(request, typed)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """The same page for a code that cannot be and for one that is not; of one too short or too long it says so."""
    letters = letters_of(typed)
    too = "" if letters == LENGTH else "Mã chưa đủ" if letters < LENGTH else "Mã dài quá"
    context = {
        "form": CodeForm(initial={"ma": typed[:60]}),
        "file_form": CheckFileForm(),
        "wrong_length": f"{too} {LENGTH} ký tự" if too else "",
        "typed_length": letters,
        "length": LENGTH,
    }
    return _quiet(render(request, "documents_pages/check_unknown.html", context, status=404))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the code out of other sites' logs and of search engines: whoever has it may read the answer."""
    response["Referrer-Policy"] = "same-origin"  # no-referrer would make the browser post files with “Origin: null”
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response

"""Khối, cụm thi đua."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, DateField, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import lines, link, noted
from emulation_portal.core.permissions import Allowed, allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from emulation_portal.rights.periods import in_force_on

from .. import actions, policies
from ..forms import BlockFilters, BlockForm, DayForm, JoinBlockForm, LeadForm
from ..models import BlockMembership, EmulationBlock
from ..queries import alliance_of, leads_of, possible_leads
from ..standing import name_on
from . import columns
from .common import SignedInRequest, done

FORMER_SHOWN = 10  # on the page of a block, which may have seen thousands go


class BlockList(ListPage):
    """Khối, cụm thi đua, each with its lead and how many compete in it."""

    template_name, noun, caption = "units/blocks.html", "khối, cụm", "Các khối, cụm thi đua"
    filters = BlockFilters

    def check(self) -> None:
        policies.check_can_see_structure(self.reader)

    def rows(self) -> QuerySet[EmulationBlock]:
        return EmulationBlock.objects.visible_to(self.reader).order_by("name", "pk")

    def complete(self, rows: QuerySet[EmulationBlock]) -> QuerySet[EmulationBlock]:
        on = today()
        leads = Appointment.objects.in_force(on=on).select_related("user", "unit")
        counted = rows.annotate(member_count=Count("memberships", filter=in_force_on(on, "memberships__")))
        return counted.prefetch_related(Prefetch("appointments", leads, to_attr="leads"))

    def columns(self) -> list[Column]:
        return [
            Column("Tên", lambda block: link(reverse("units:block", args=[block.pk]), block.name), names_row=True),
            Column("Loại", lambda block: block.get_kind_display()),
            Column("Khối trưởng", lambda block: lines(noted(lead.user.full_name, lead.unit) for lead in block.leads)),
            Column("Số đơn vị", lambda block: block.member_count, css="num"),
        ]

    def nothing(self) -> Nothing:
        words = "Khối, cụm gom các đơn vị có việc giống nhau để thi đua, chấm chéo và suy tôn."
        return Nothing("Chưa có khối, cụm thi đua nào", words)

    def extra(self) -> dict[str, Any]:
        return {"can_manage": allows(policies.check_can_administer, self.reader, None)}


class BlockPage(ListPage):
    """One block: who leads it, which units compete in it, which did."""

    template_name, noun = "units/block.html", "đơn vị"

    @cached_property
    def block(self) -> EmulationBlock:
        return _block(cast(SignedInRequest, self.request), self.kwargs["pk"])

    @cached_property
    def can_manage(self) -> Allowed:
        return allows(policies.check_can_manage_block, self.reader, self.block)

    def check(self) -> None:
        policies.check_can_see_blocks(self.reader)

    def table_words(self) -> str:
        return f"Đơn vị trong {self.block.name}"

    def rows(self) -> QuerySet[BlockMembership]:
        on = today()
        members = self.block.memberships.with_lead(on=on).filter(in_force_on(on) | Q(effective_from__gt=on))
        return members.order_by("-is_lead", "unit__name", "pk")

    def complete(self, rows: QuerySet[BlockMembership]) -> QuerySet[BlockMembership]:
        found: QuerySet[BlockMembership] = cast(Any, rows).with_lead(on=today()).select_related("unit")
        return found

    def columns(self) -> list[Column]:
        return columns.members_of_block(can_manage=bool(self.can_manage))

    def nothing(self) -> Nothing:
        words = "Đưa đơn vị vào để khối có thành viên ký giao ước, chấm điểm và bình xét."
        return Nothing("Chưa có đơn vị nào trong khối này", words)

    def extra(self) -> dict[str, Any]:
        on = today()
        leads = columns.leads_of_block(on, can_manage=bool(self.can_manage))
        former = _former(self.block)
        return {
            "competing": self.block,  # `block` is the template language's own word
            "former": _named_then(former)[:FORMER_SHOWN],
            "former_count": former.count(),
            "leads": Table(
                f"Khối trưởng, cụm trưởng của {self.block.name}", leads, list(leads_of(self.block, on=on)), None
            ),
            "can_manage": self.can_manage,
        }


class FormerMembers(BlockPage):
    """The units that have left a block, who left last first."""

    template_name = "units/block_former.html"

    def table_words(self) -> str:
        return f"Đơn vị đã ra khỏi {self.block.name}"

    def rows(self) -> QuerySet[BlockMembership]:
        return _former(self.block)

    def complete(self, rows: QuerySet[BlockMembership]) -> QuerySet[BlockMembership]:
        return _named_then(rows)

    def columns(self) -> list[Column]:
        return columns.former_members()

    def nothing(self) -> Nothing:
        return Nothing("Chưa có đơn vị nào ra khỏi khối này", "")

    def extra(self) -> dict[str, Any]:
        return {"competing": self.block}


# Of a membership that has ended, asked for within another query.
_DAY_BEFORE_LEAVING = ExpressionWrapper(OuterRef("effective_to") - Value(1), output_field=DateField())


def _former(block: EmulationBlock) -> QuerySet[BlockMembership]:
    return block.memberships.filter(effective_to__lte=today()).order_by("-effective_to", "unit__name", "pk")


def _named_then(left: QuerySet[BlockMembership]) -> QuerySet[BlockMembership]:
    """Tell of each how its unit was called when it left, as `name_then`."""
    return left.select_related("unit").annotate(name_then=name_on(_DAY_BEFORE_LEAVING))


def _block(request: SignedInRequest, pk: int) -> EmulationBlock:
    """Return a block that the user sees. Who may see none is refused before it is looked for."""
    policies.check_can_see_blocks(request.user)
    return get_object_or_404(EmulationBlock.objects.visible_to(request.user).select_related("alliance"), pk=pk)


def _own_block(request: SignedInRequest, pk: int) -> EmulationBlock:
    policies.check_can_administer(request.user)
    block = _block(request, pk)
    policies.check_can_manage_block(request.user, block)
    return block


@login_required
def block_create(request: SignedInRequest) -> HttpResponse:
    """Lập khối, cụm."""
    policies.check_can_administer(request.user)
    block = EmulationBlock(alliance=alliance_of(request.user))
    return _edit(request, block, "Lập khối, cụm thi đua", reverse("units:blocks"))


@login_required
def block_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đổi tên khối, cụm."""
    block = _own_block(request, pk)
    return _edit(request, block, "Sửa khối, cụm thi đua", reverse("units:block", args=[pk]))


def _edit(request: SignedInRequest, block: EmulationBlock, title: str, cancel_url: str) -> HttpResponse:
    name = block.name
    form = BlockForm(request.POST or None, instance=block, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_block(block, by=request.user, read=form.read))
    ):
        messages.success(request, f"Đã lưu {block.name}.")
        return redirect("units:block", block.pk)
    return render(request, "units/form.html", {"form": form, "title": title, "about": name, "about_url": cancel_url})


@login_required
def block_join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đưa một đơn vị vào khối, cụm."""
    block = _own_block(request, pk)
    back = reverse("units:block", args=[pk])
    form = JoinBlockForm(request.POST or None, initial={"since": today()}, block=block, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: actions.join_block(block=block, by=request.user, **data)):
            messages.success(request, f"Đã đưa {data['unit']} vào {block}.")
            return redirect(back)
    context = {"form": form, "title": "Đưa đơn vị vào khối, cụm", "about": block.name, "about_url": back}
    return render(request, "units/form.html", context)


@login_required
def block_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đưa một đơn vị ra khỏi khối, cụm."""
    policies.check_can_administer(request.user)
    memberships = BlockMembership.objects.visible_to(request.user).select_related("block__alliance", "unit")
    membership = get_object_or_404(memberships, pk=pk)
    policies.check_can_manage_block(request.user, membership.block)
    back = reverse("units:block", args=[membership.block_id])
    form = DayForm(
        request.POST or None, row=membership, initial={"on": today()}, submit="Đưa ra khỏi khối", cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if done(form, lambda: actions.leave_block(membership_id=pk, on=on, by=request.user, read=form.read)):
            messages.success(request, f"{membership.unit} ra khỏi {membership.block} từ ngày {on:%d/%m/%Y}.")
            return redirect(back)
    context = {"form": form, "title": f"Đưa {membership.unit} ra khỏi khối, cụm", "about": membership.block.name}
    return render(request, "units/form.html", {**context, "about_url": back})


@login_required
def block_lead(request: SignedInRequest, pk: int) -> HttpResponse:
    """Giao khối trưởng, cụm trưởng: to somebody with an account who serves in a unit of the block."""
    block = _own_block(request, pk)
    back = reverse("units:block", args=[pk])
    people = possible_leads(block, on=today())
    form = LeadForm(request.POST or None, initial={"since": today()}, people=people, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        position, since, until = (form.cleaned_data[name] for name in ("position", "since", "until"))
        lead = {"user": position.person.user, "unit": position.unit, "block": block, "role": Role.CLUSTER_LEAD}
        if done(form, lambda: actions.appoint(**lead, since=since, until=until, by=request.user)):
            messages.success(request, f"Đã giao {position.person} ({position.unit}) làm trưởng {block}.")
            return redirect(back)
    context = {"form": form, "title": "Giao khối trưởng, cụm trưởng", "about": block.name, "about_url": back}
    return render(request, "units/form.html", context)

"""Who has which role in an organisation."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from maille.network.access import may_give, may_govern, people_i_may_name, roles_i_give
from maille.network.actions.memberships import end_membership, give_role
from maille.network.forms.base import take_refusal
from maille.network.forms.memberships import EndRoleForm, GiveRoleForm
from maille.network.models import Membership
from maille.network.requests import ActorRequest
from maille.network.rules.roles import ROLE_NAMES, Role
from maille.network.views.loading import organisation_or_404, require
from maille.network.views.organisations import say
from maille.ui import keyset

ORDER = ("user__name", "id")


@require_GET
def members(request: ActorRequest, pk: int) -> HttpResponse:
    """Who has a role here on the day asked for, or ever had one (`?tous=1`)."""
    actor, date = request.actor, request.at
    shown = organisation_or_404(request, pk)
    require(may_govern(actor, shown))
    everyone = Membership.objects.visible_to(actor).filter(organisation=shown).select_related("user")
    ever = request.GET.get("tous") == "1"
    listed = everyone if ever else everyone.at(date)
    role = request.GET.get("role", "")
    roles = [Role(value) for value in listed.order_by("role").values_list("role", flat=True).distinct()]
    page = keyset.page(listed.filter(role=role) if role in roles else listed, ORDER, request.GET)
    context = {
        "organisation": shown,
        "page": page,
        "rows": [
            {
                "membership": each,
                "state": each.span.state_on(date),
                "may_end": may_give(actor, shown, each.role_enum) and each.ended_on is None,
            }
            for each in page.rows
        ],
        "ever": ever,
        "role": role,
        "roles": [(each.value, ROLE_NAMES[each]) for each in roles],
        "gives": bool(roles_i_give(actor, shown)),
    }
    return render(request, "network/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ActorRequest, pk: int) -> HttpResponse:
    """Give a role to somebody already known: a coopérante becomes contributrice."""
    actor, shown = request.actor, organisation_or_404(request, pk)
    offered = roles_i_give(actor, shown)
    require(bool(offered))
    start = {"started_on": request.today, "user": request.GET.get("personne")}
    form = GiveRoleForm(request.POST or None, among=people_i_may_name(actor), offered=offered, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            given = give_role(
                actor,
                user=typed["user"],
                organisation=shown,
                role=Role(typed["role"]),
                started_on=typed["started_on"],
            )
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            say(request, f"{given.user} : {given.get_role_display()}, c'est enregistré.", [])
            return redirect("network:members", pk)
    return render(request, "network/give.html", {"organisation": shown, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, pk: int, membership_pk: int) -> HttpResponse:
    """End somebody's role here."""
    actor, shown = request.actor, organisation_or_404(request, pk)
    require(may_govern(actor, shown))
    membership = get_object_or_404(
        Membership.objects.visible_to(actor).select_related("user"), pk=membership_pk, organisation=shown
    )
    if not may_give(actor, shown, membership.role_enum):
        raise PermissionDenied
    form = EndRoleForm(request.POST or None, initial={"ended_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(actor, membership.pk, form.cleaned_data["ended_on"])
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            say(request, f"Le rôle de {membership.user} prend fin.", [])
            return redirect("network:members", pk)
    return render(request, "network/end_role.html", {"organisation": shown, "membership": membership, "form": form})

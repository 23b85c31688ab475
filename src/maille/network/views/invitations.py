"""Inviting, and accepting an invitation."""

import datetime

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maille.identity.access import open_to_all
from maille.identity.models import User
from maille.network.access import roles_i_give
from maille.network.actions import invitations as actions
from maille.network.forms.invitations import AcceptForm, InvitationForm
from maille.network.mails import send_invitation
from maille.network.models import Invitation, Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor, Role


def actor_of(request: ActorRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Invite somebody to an organisation I look after; see who has not answered yet."""
    actor = actor_of(request)
    organisation = get_object_or_404(Organisation.objects.visible_to(actor), pk=organisation_id)
    allowed = roles_i_give(actor, organisation)
    if not allowed:
        raise PermissionDenied
    form = InvitationForm(request.POST or None, roles=allowed)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite(
                actor,
                organisation=organisation,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=Role(form.cleaned_data["role"]),
                now=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            send(request, invitation, token)
            return redirect("network:invite", organisation.pk)
    now = timezone.now()
    among = Invitation.objects.visible_to(actor)
    waiting = [
        (each, each.has_expired(now), Role(each.role) in allowed)
        for each in among.waiting().filter(organisation=organisation).select_related("invited_by")[:200]
    ]
    context = {"organisation": organisation, "form": form, "waiting": waiting}
    return render(request, "network/invite.html", context)


def send(request: ActorRequest, invitation: Invitation, token: str) -> None:
    """Send the link, and say whether it left."""
    if not send_invitation(invitation, token):
        messages.error(
            request,
            f"L'invitation est prête, mais le message à {invitation.email} n'a pas pu partir. "
            "Renvoyez-la dans quelques minutes.",
        )
    else:
        messages.success(request, f"L'invitation est partie vers {invitation.email}.")


@require_POST
def resend(request: ActorRequest, pk: int) -> HttpResponse:
    """Send another link; the former stops working."""
    invitation = invitation_i_see(request, pk)
    try:
        invitation, token = actions.send_again(actor_of(request), invitation.pk, timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        send(request, invitation, token)
    return redirect("network:invite", invitation.organisation_id)


@require_POST
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = invitation_i_see(request, pk)
    try:
        actions.revoke(actor_of(request), invitation.pk, timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"L'invitation de {invitation.email} est annulée : son lien ne sert plus.")
    return redirect("network:invite", invitation.organisation_id)


def invitation_i_see(request: ActorRequest, pk: int) -> Invitation:
    """An invitation to an organisation I look after, 404 otherwise."""
    return get_object_or_404(Invitation.objects.visible_to(actor_of(request)), pk=pk)


@never_cache
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: ActorRequest, token: str) -> HttpResponse:
    """What I am invited to, and one button; every reason why it cannot be is said with what to do."""
    # unscoped: whoever holds the link was given it
    found = Invitation.objects.filter(token_hash=actions.hash_of(token)).select_related("organisation", "invited_by")
    invitation = found.first()
    now = timezone.now()
    if invitation is None or invitation.revoked_at:
        return render(request, "network/invitation_unknown.html", status=404)
    user = request.user if request.user.is_authenticated else None
    mine = user is not None and user.email == invitation.email
    context = {"invitation": invitation, "hint": hint(invitation.email), "token": token}
    if invitation.accepted_at:
        return render(request, "network/invitation_used.html", context | {"mine": mine}, status=410)
    if invitation.has_expired(now):
        return render(request, "network/invitation_expired.html", context, status=410)
    if user is not None and not mine:
        return render(request, "network/invitation_of_another.html", context, status=403)
    # unscoped: the invited address alone, to tell its holder to sign in
    known = user is not None or User.objects.filter(email=invitation.email).exists()
    form = AcceptForm(
        request.POST if request.method == "POST" else None, initial={"name": invitation.name}, known=known
    )
    if request.method == "POST" and form.is_valid():
        refusal = welcome(request, invitation, user, form.cleaned_data.get("name", ""), now)
        if refusal is None:
            return redirect("home")
        form.add_error(None, refusal)
    return render(request, "network/invitation.html", context | {"form": form, "must_sign_in": known and not mine})


def welcome(
    request: ActorRequest, invitation: Invitation, user: User | None, name: str, now: datetime.datetime
) -> ValidationError | None:
    """Accept, sign a new person in (the link proved the address), and stand under the new membership."""
    today: datetime.date = request.today
    try:
        newcomer, membership = actions.accept(invitation.pk, user=user, name=name, now=now, today=today)
    except ValidationError as refusal:
        return refusal
    if user is None:
        login(request, newcomer, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, newcomer, method="invitation", email=newcomer.email)
    request.session["membership"] = membership.pk
    messages.success(request, f"Bienvenue ! Vous avez maintenant votre place : {invitation.organisation}.")
    return None


def hint(email: str) -> str:
    """An address one recognises as one's own without giving it to others: f…@exemple.fr."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}…@{domain}"

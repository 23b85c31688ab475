"""What leaves by e-mail."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maille.identity.actions import send_message
from maille.network.models import Invitation


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Send the link to the address invited, and to no other; whether it left. No name goes into a header."""
    inviter = invitation.invited_by.name if invitation.invited_by else ""
    link = settings.SITE_URL + reverse("network:accept_invitation", args=[token])
    context = {"invitation": invitation, "inviter": inviter, "link": link}
    sent = send_message(
        invitation.email,
        purpose="invitation",
        subject="Votre invitation à rejoindre Maille",
        text=render_to_string("network/email/invitation.txt", context),
        now=timezone.now(),
        secret=True,
        about=("invitation", invitation.pk),
        sent_by_id=invitation.invited_by_id,
    )
    return sent.left

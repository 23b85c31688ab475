"""What leaves by e-mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from maille.network.models import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link to the address invited, and to no other. No name goes into a header."""
    inviter = invitation.invited_by.name if invitation.invited_by else ""
    link = settings.SITE_URL + reverse("network:accept_invitation", args=[token])
    context = {"invitation": invitation, "inviter": inviter, "link": link}
    send_mail(
        "Votre invitation à rejoindre Maille",
        render_to_string("network/email/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )

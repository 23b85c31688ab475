"""Invitations and the switcher."""

from django.urls import path

from maille.identity.access import before_proof, without_membership
from maille.network.views import invitations, switching

patterns = [
    path("adhesion/", before_proof(switching.switch), name="switch"),
    path("invitations/structures/<int:organisation_id>/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/renvoyer/", invitations.resend, name="resend_invitation"),
    path("invitations/<int:pk>/annuler/", invitations.revoke, name="revoke_invitation"),
    path("invitations/<str:token>/", without_membership(invitations.accept), name="accept_invitation"),
]

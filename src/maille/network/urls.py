"""Addresses."""

from django.urls import path

from maille.network import access_urls
from maille.network.views import choices, memberships, organisations, overview, relations

app_name = "network"
urlpatterns = [
    *access_urls.patterns,
    path("reseau/", overview.at_a_glance, name="overview"),
    path("reseau/partenaires/", overview.partners_by_kind, name="partners"),
    path("reseau/communes/", overview.commune_suggestions, name="communes"),
    path("structures/<int:pk>/", organisations.organisation, name="organisation"),
    path("structures/<int:pk>/modifier/", organisations.edit, name="edit"),
    path("structures/<int:pk>/fermer/", organisations.close, name="close"),
    path("structures/<int:pk>/rouvrir/", organisations.reopen, name="reopen"),
    path("structures/<int:pk>/partenaires/ajouter/", relations.add, name="add_partner"),
    path("structures/<int:pk>/partenaires/nouveau/", relations.add_new, name="new_partner"),
    path("structures/<int:pk>/liens/<int:relation_pk>/", relations.relation, name="relation"),
    path("structures/<int:pk>/liens/<int:relation_pk>/retirer/", relations.remove, name="remove_relation"),
    path("structures/<int:pk>/reglages/", choices.choices, name="choices"),
    path("structures/<int:pk>/membres/", memberships.members, name="members"),
    path("structures/<int:pk>/membres/donner/", memberships.give, name="give_role"),
    path("structures/<int:pk>/membres/<int:membership_pk>/fin/", memberships.end, name="end_role"),
]

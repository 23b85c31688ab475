"""Addresses: distributions."""

from django.urls import URLPattern, path

from maille.sharing.views import distributions, meetings, my_distributions

urlpatterns: list[URLPattern] = [
    path("prestations/<int:job_id>/repartitions/", distributions.distributions, name="distributions"),
    path("prestations/<int:job_id>/repartitions/proposer/", distributions.propose, name="distribution_propose"),
    path("cagnottes/decider/", meetings.meeting, name="meeting"),
    path("cagnottes/proposer/", meetings.propose_all, name="meeting_propose"),
    path("repartitions/<int:distribution_id>/", distributions.distribution, name="distribution"),
    path("repartitions/<int:distribution_id>/approuver/", distributions.approve, name="distribution_approve"),
    path("repartitions/<int:distribution_id>/retirer/", distributions.withdraw, name="distribution_withdraw"),
    path("repartitions/<int:distribution_id>/annuler/", distributions.counter, name="distribution_counter"),
    path("repartitions/<int:distribution_id>/desaccord/", distributions.disagree, name="distribution_disagree"),
    path("repartitions/desaccords/<int:disagreement_id>/", distributions.answer, name="disagreement_answer"),
    path("mon-argent/repartitions/<int:distribution_id>/", my_distributions.my_distribution, name="my_distribution"),
    path("le-groupe/repartitions/", my_distributions.my_distributions, name="my_distributions"),
]

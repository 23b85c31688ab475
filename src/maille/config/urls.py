"""Where every address starts: one include per app."""

from django.urls import include, path

from maille.config.health import health
from maille.config.views import home

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("", include("maille.identity.urls")),
    path("", include("maille.network.urls")),
    path("", include("maille.journeys.urls")),
    path("", include("maille.journeys.urls.reads")),
    path("", include("maille.activities.urls")),
    path("", include("maille.ledger.urls")),
    path("", include("maille.sharing.urls")),
    path("", include("maille.impact.urls")),
    path("ui/", include("maille.ui.urls")),
    path("compte/", include("maille.identity.account_urls")),
]

handler500 = "maille.config.views.failure"

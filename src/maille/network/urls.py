"""Addresses."""

from maille.network import access_urls

app_name = "network"
urlpatterns = [
    *access_urls.patterns,
]

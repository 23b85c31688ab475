"""A browser of somebody of the cast, and the pages it asks for."""

from django.contrib.auth import get_user_model
from django.test import Client


def client_of(email: str) -> Client:
    """A browser in which that person is signed in."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    user = get_user_model().objects.get(email=email)
    client.force_login(user)
    session = client.session  # as with one's key: roles that open many files need it
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def get(client: Client, address: str) -> str:
    """The page, which must be there."""
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} : {response.status_code}")
    return response.content.decode()

"""One address for whoever watches the site: `/sante/`."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

import maille


@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server and its database answer: 200 "ok", or 503. Nothing about anybody, so no sign-in."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("base de données injoignable\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"ok {maille.__version__}\n", content_type="text/plain; charset=utf-8")

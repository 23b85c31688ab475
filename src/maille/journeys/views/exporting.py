"""A list as a file to keep: CSV sent as it is read, or a sheet (`?format=xlsx`). The same way for every list."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import TypeVar

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from maille.journeys.files.writing import csv_lines, write_xlsx
from maille.journeys.rules.register.cells import Cell

R = TypeVar("R", StreamingHttpResponse, FileResponse)


def download(content: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A CSV to keep, which no cache keeps."""
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept_nowhere(response)


def exported(
    request: HttpRequest, titles: Sequence[str], rows: Iterable[Sequence[Cell]], name: str, sheet: str = "Registre"
) -> HttpResponseBase:
    """The rows under these titles, `name` without its ending; no cell starts a formula."""
    if request.GET.get("format") != "xlsx":
        return download(csv_lines(titles, rows), f"{name}.csv")
    made = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    write_xlsx(titles, rows, made, sheet)
    made.seek(0)
    return kept_nowhere(FileResponse(made, as_attachment=True, filename=f"{name}.xlsx"))


def kept_nowhere(response: R) -> R:
    """What a file of people's lines always carries."""
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

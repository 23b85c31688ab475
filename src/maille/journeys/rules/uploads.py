"""What a file is, from its content alone."""

MAXIMUM_BYTES = 10 * 1024 * 1024

STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
"""First bytes → type; everything else is refused: what a browser would run is none of these."""

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def type_of(content: bytes) -> str:
    """The type of a scan or a photo; "" for anything that is neither PDF, JPEG nor PNG."""
    return next((kind for start, kind in STARTS if content.startswith(start)), "")

"""Where encrypted files lie: no address ever leads there."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property


class PrivateStorage(FileSystemStorage):
    """A folder of its own beside the other files sent, readable by its owner alone."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @cached_property
    def base_location(self) -> str:
        """Follows the media folder wherever settings put it."""
        return str(settings.MEDIA_ROOT / "private")

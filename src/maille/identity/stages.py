"""What is asked after the code by e-mail: the code of one's authenticator application, when one has it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest


class ApplicationStage(AuthenticateStage):
    """Asked of who has an application; a passkey alone replaces the e-mail's code and is not asked on top of it.

    Roles that open many files are asked for their key by network.middleware, once signed in.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        with_application = is_mfa_enabled(self.login.user, [Authenticator.Type.TOTP])
        return bool(with_application and super()._should_handle(request))

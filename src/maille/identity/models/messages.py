"""What was sent to somebody, and whether it left."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from maille.identity.fields import EncryptedTextField


class Message(models.Model):
    """One message: to whom, why, when, what became of it; the address masked, the text not kept when it has a code.

    Masked because a log of messages would otherwise be one more list of people's addresses (RGPD, minimisation).
    """

    class State(models.TextChoices):
        SENT = "sent", "parti"
        FAILED = "failed", "pas parti"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages_received")
    """Whose account, when it has one."""
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.BigIntegerField(null=True)
    """What it is about (`person`, `document`, `workshop`…), as in the log of reads."""
    purpose = models.CharField("objet", max_length=40)
    """Why, in one word of the code: `login_code`, `signature_code`, `workshop_cancelled`…"""
    address = models.CharField("adresse masquée", max_length=254)
    sender = models.CharField("par", max_length=20)
    subject = models.CharField("titre", max_length=200)
    body = EncryptedTextField("texte", blank=True)
    sent_at = models.DateTimeField("le", default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField("état", max_length=10, choices=State.choices)
    failure = models.CharField("raison", max_length=200, blank=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["about_kind", "about_id", "-sent_at"], name="message_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.address}, {self.get_state_display()}"

    @property
    def left(self) -> bool:
        """Whether it left; a message that did not deserves another way of telling the person."""
        return self.state == self.State.SENT

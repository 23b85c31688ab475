"""Forms of notes, handovers, openings and replies."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Journey, Note, Reply
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.notes import LONGEST_OPENING, PART_NAMES, READERS
from maille.journeys.rules.wording import hints
from maille.network.models import Membership
from maille.network.rules.roles import Actor
from maille.ui.forms import set_choices, set_rows

WHO_READS = [(key.value, name) for key, name in READERS.items()]


class NoteText(forms.Textarea):
    """A long text read again while it is typed: hints come beside the field, and stop nobody."""

    template_name = "journeys/notes/widgets/note_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "rows": 8,
                "hx-post": reverse_lazy("journeys:note_hints"),
                "hx-trigger": "input changed delay:700ms",
                "hx-target": "#relecture",
                "hx-params": "text",
                **(attrs or {}),
            }
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["hints"] = hints(str(value or ""))
        return context


class NoteForm(Wary):
    """What was seen or said, on which day, for whom."""

    text = forms.CharField(
        label="La note",
        max_length=8000,
        widget=NoteText(attrs={"data-autosave": "note"}),
        help_text="Écrivez ce qui a été vu ou dit, et qui l'a dit. Pas de jugement, pas de diagnostic, pas de numéro "
        "de sécurité sociale. La personne peut vous lire.",
        error_messages={"required": "Écrivez la note."},
    )
    written_on = Day(label="Le")
    visibility = forms.ChoiceField(label="Qui peut lire", choices=WHO_READS, widget=forms.RadioSelect, initial="shared")

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("written_on", today)


class CorrectNoteForm(Wary):
    """Another text for the same note."""

    text = forms.CharField(
        label="La note",
        max_length=8000,
        widget=NoteText,
        help_text="L'ancien texte reste lisible, avec votre nom et la date.",
        error_messages={"required": "Écrivez la note, ou retirez-la."},
    )
    written_on = Day(label="Le")
    reason = forms.CharField(
        label="Pourquoi cette correction",
        required=False,
        max_length=200,
        help_text="Montré à côté de la nouvelle version.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VisibilityForm(forms.Form):
    """Who reads from now on."""

    visibility = forms.ChoiceField(label="Qui peut lire", choices=WHO_READS, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(Wary):
    """Why a note is taken back."""

    why = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Cette raison reste à la place de la note.",
        error_messages={"required": "Dites pourquoi vous retirez cette note."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteChoice(forms.ModelMultipleChoiceField[Note]):
    """Some notes, each told by its day and first words."""

    def label_from_instance(self, obj: Any) -> str:
        """Whose, when, how it begins."""
        start = obj.text if len(obj.text) <= 120 else f"{obj.text[:117]}…"
        return f"{obj.journey.person}, le {obj.written_on:%d/%m/%Y}, {obj.author} : {start}"


class HandoverForm(Wary):
    """Who takes over, a word for them, and the notes to entrust."""

    user = forms.ModelChoiceField(label="Qui prend le relais", queryset=User.objects.none(), empty_label="Choisissez")
    word = forms.CharField(
        label="Un mot pour la suite",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Des faits utiles pour commencer. La personne le lira aussi.",
    )
    notes = NoteChoice(
        label="Vos notes « auteur·rice et référent·e » à confier",
        queryset=Note.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Celles que vous ne cochez pas restent à leur auteur·rice. Les autres notes suivent leur visibilité.",
    )

    def __init__(
        self, *args: Any, kpa_id: int, today: datetime.date, leaving: int | None, secrets: list[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        able = access.possible_referents(kpa_id, today)
        if leaving is not None:
            able = able.exclude(pk=leaving)
        set_rows(self, "user", able)
        if secrets:
            # unscoped: ids read in scope by models.relays
            notes = Note.objects.filter(pk__in=secrets).select_related("author", "journey__person")
            set_rows(self, "notes", notes.order_by("-written_on", "-pk"))
        else:
            del self.fields["notes"]

    @property
    def chosen(self) -> set[int]:
        """Ids of the notes entrusted."""
        return {note.pk for note in self.cleaned_data.get("notes") or ()}


class PartnerChoice(forms.ModelChoiceField[Membership]):
    """One partner's member, under their place."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and organisation."""
        return f"{obj.user}, {obj.organisation}"


class OpeningForm(Wary):
    """Which partner reads what, why, until when; and the day the person agreed."""

    partner = PartnerChoice(label="Qui pourra lire", queryset=Membership.objects.none(), empty_label="Choisissez")
    parts = forms.MultipleChoiceField(
        label="Ce qui sera montré",
        choices=[(part.value, name) for part, name in PART_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Seulement ce dont le partenaire a besoin.",
        error_messages={"required": "Choisissez au moins une partie."},
    )
    reason = forms.CharField(label="Pour quoi", max_length=300, help_text="La personne et le partenaire le liront.")
    ends_on = Day(label="Jusqu'au", help_text="Six mois au plus.")
    agreed_on = Day(label="La personne a dit oui le")

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        set_rows(self, "partner", access.partners_to_open_to(actor))
        self.initial.setdefault("ends_on", add_months(actor.today, LONGEST_OPENING // 2))
        self.initial.setdefault("agreed_on", actor.today)


class ReplyForm(Wary):
    """What the person says about a record."""

    kind = forms.ChoiceField(
        label="Vous voulez",
        choices=[(Reply.Kind.VERSION, "Donner ma version"), (Reply.Kind.CONTEST, "Contester : ce n'est pas juste")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l'un des deux."},
    )
    text = forms.CharField(
        label="Ce que vous voulez dire",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "data-autosave": "reponse"}),
        error_messages={"required": "Écrivez quelques mots."},
    )


class ReplyForForm(ReplyForm):
    """The same, written by somebody else with her words."""

    def __init__(self, *args: Any, journey: Journey, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].label = f"{journey.person.first_name} veut"
        set_choices(
            self,
            "kind",
            [
                (Reply.Kind.VERSION, "Donner sa version"),
                (Reply.Kind.CONTEST, "Contester"),
            ],
        )
        self.fields["text"].label = "Ce que la personne veut dire"
        self.fields["text"].help_text = "Ses mots à elle. Elle verra que vous les avez saisis."


class AnswerForm(Wary):
    """The team's answer, once."""

    upheld = forms.TypedChoiceField(
        label="Votre décision",
        choices=[("oui", "C'est corrigé"), ("non", "C'est maintenu")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si vous corrigez, ou si vous maintenez."},
    )
    answer = forms.CharField(
        label="Votre réponse",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce qui a été fait, et pourquoi. La personne la lira, et elle restera à côté.",
        error_messages={"required": "Dites ce qui a été fait, et pourquoi : la personne lira votre réponse."},
    )

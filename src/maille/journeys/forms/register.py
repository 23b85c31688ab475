"""Forms of registers: the file put in, and what each of its columns is."""

from typing import Any

from django import forms

from maille.journeys.models import ImportBatch
from maille.journeys.rules.register.columns import LABELS, REQUIRED, Column

ASIDE = "-"
"""The choice that keeps a column aside."""


class UploadForm(forms.Form):
    """A register."""

    file = forms.FileField(
        label="Le fichier du registre",
        help_text="Un classeur .xlsx (première feuille) ou un fichier .csv, une ligne par parcours, 50 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "missing": "Choisissez un fichier.",
        },
    )


class ColumnsForm(forms.Form):
    """What each column of the file is; a column may be left aside, and is then kept with each line, never lost."""

    def __init__(
        self, *args: Any, batch: ImportBatch, samples: list[list[str]], may_create: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ASIDE, "Mise de côté")] + [
            (column.value, f"{LABELS[column]} (obligatoire)" if column in REQUIRED else LABELS[column])
            for column in Column
        ]
        for place, title in enumerate(batch.headings):
            examples = samples[place] if place < len(samples) else []
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=title or f"Colonne {place + 1}",
                choices=choices,
                initial=batch.mapping.get(str(place), ASIDE),
                help_text=", ".join(f"«\xa0{example}\xa0»" for example in examples) or "colonne vide",
            )
        if may_create:
            self.fields["create_kpa"] = forms.BooleanField(
                label="Créer les KPA du fichier qui ne sont pas encore dans Maille",
                required=False,
                initial=batch.create_kpa,
            )
        for each in self.fields.values():
            each.help_text = escaped(str(each.help_text))

    def clean(self) -> dict[str, Any]:
        """Two columns cannot be the same thing."""
        data: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name, value in list(data.items()):
            if name.startswith("column_") and value != ASIDE:
                if value in taken:
                    label = LABELS[Column(value)]
                    self.add_error(name, f"« {label} » est déjà la colonne « {self.fields[taken[value]].label} ».")
                taken.setdefault(value, name)
        return data

    @property
    def mapping(self) -> dict[int, str]:
        """Position → column of the register."""
        return {
            int(name.removeprefix("column_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value != ASIDE
        }


def escaped(text: str) -> str:
    """Help texts are shown as HTML: what comes from a file must not be."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

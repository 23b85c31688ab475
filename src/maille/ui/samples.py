"""What the styleguide shows: one of everything, about nothing in particular."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from maille.ui import charts
from maille.ui.forms import DayField, MoneyField
from maille.ui.keyset import Page

PLACES = [
    {"label": "Aujourd'hui", "url": "#contenu", "current": True},
    {"label": "Mon argent", "url": "#boutons", "current": False},
    {"label": "Mon parcours", "url": "#frise", "current": False},
    {"label": "Le groupe", "url": "#formulaire", "current": False},
]


class SampleForm(forms.Form):
    """One field of each kind."""

    warned: Mapping[str, Sequence[str]] = {}
    name = forms.CharField(label="Nom", max_length=20, help_text="Comme sur la pièce d'identité.")
    day = DayField(label="Date")
    amount = MoneyField(label="Montant en euros", required=False, help_text="Par exemple 12,50.")
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisissez"), ("a", "Première"), ("b", "Deuxième")])
    answer = forms.ChoiceField(
        label="Réponse", choices=[("oui", "Oui"), ("non", "Non"), ("", "Je ne sais pas")], widget=forms.RadioSelect
    )
    several = forms.MultipleChoiceField(
        label="Plusieurs choix",
        choices=[("1", "Lundi"), ("2", "Mardi"), ("3", "Mercredi")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="J'ai relu avec la personne", required=False)
    note = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3, "data-autosave": "styleguide"})
    )
    upload = forms.FileField(label="Fichier", required=False, help_text="CSV ou .xlsx, 20 Mo au plus.")


BARS = charts.Bars(
    title="Situation à la sortie",
    base=68,
    bars=(
        charts.Bar("Emploi", 27, 40),
        charts.Bar("Formation, qualifiante ou non qualifiante, de six mois ou plus", 12, 18),
        charts.Bar("Création d'activité", 3, 4),
        charts.Bar("Autre", None, None),
        charts.Bar("Non connue", 24, 35, muted=True),
    ),
)
STACKED = charts.Stacked(
    title="Répartition de la commande",
    total="1 215,40 €",
    parts=(
        charts.Part("Frais directs", 21540, "215,40 €"),
        charts.Part("Part collective", 30000, "300,00 €"),
        charts.Part("Parts individuelles", 60000, "600,00 €"),
        charts.Part("Reste à répartir", 10000, "100,00 €", muted=True),
    ),
)
PAIRS = charts.Pairs(
    title="Deux périodes côte à côte",
    before="2022-2023",
    after="2024-2025",
    pairs=(
        charts.Pair("Femmes", charts.Bar("", 195, 73), charts.Bar("", 203, 70)),
        charts.Pair("Habitant un quartier prioritaire", charts.Bar("", 173, 65), charts.Bar("", 166, 57)),
    ),
)
LINE = charts.Line(
    title="Un chemin en trois étapes",
    start=datetime.date(2025, 4, 4),
    end=datetime.date(2027, 4, 4),
    today=datetime.date(2026, 6, 15),
    spans=(
        charts.Span("Première étape", datetime.date(2025, 4, 4), datetime.date(2025, 9, 30)),
        charts.Span("Deuxième étape", datetime.date(2025, 10, 1), datetime.date(2026, 1, 31)),
        charts.Span("Pause", datetime.date(2026, 2, 1), datetime.date(2026, 3, 15), pause=True),
        charts.Span("Troisième étape", datetime.date(2026, 3, 16), None),
    ),
)
GRAPH = charts.Graph(
    title="Qui travaille avec qui",
    nodes=(
        charts.Node("a", "Structure au centre", "Centre", central=True),
        *(charts.Node(f"p{n}", f"Partenaire numéro {n}", "Partenaire") for n in range(1, 6)),
        *(charts.Node(f"f{n}", f"Financeur {n}", "Financeur") for n in range(1, 4)),
    ),
    links=(
        *(charts.Link("a", f"p{n}", "coopère avec") for n in range(1, 6)),
        *(charts.Link(f"f{n}", "a", "finance") for n in range(1, 4)),
    ),
)


def everything() -> dict[str, Any]:
    """The context of the styleguide."""
    wrong = SampleForm(
        {"name": "Un nom bien trop long pour ce champ", "day": "", "amount": "douze"}, auto_id="wrong_%s"
    )
    wrong.add_error(None, "La sortie précède l'entrée.")
    look = SampleForm({"name": "Amina", "amount": "18,90"}, auto_id="look_%s")
    look.warned = {"amount": ["Vous avez déjà noté 18,90 € ce jour-là. Vérifiez que ce n'est pas deux fois."]}
    return {
        "form": SampleForm(),
        "look": look,
        "wrong": wrong,
        "page": Page(rows=[], next_query="apres=50", previous_query="avant=1"),
        "bars_chart": BARS,
        "stacked_chart": STACKED,
        "pairs_chart": PAIRS,
        "line_chart": LINE,
        "graph_chart": GRAPH,
    }

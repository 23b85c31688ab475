"""The pictures of the network: everybody is drawn once, nothing overlaps, and the table says the same."""

import itertools
from collections import Counter

from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from maille.network.actions.choices import choices_of
from maille.network.drawings import ROW, carriers_drawing, draw_carriers, france, shapes
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from tests.cast import Cast

some = st.lists(st.sampled_from(["Optéos", "Tilt", "BGE", "Coopaname", "Grands Ensemble"]), unique=True, max_size=3)
told = st.lists(st.tuples(some, some), max_size=20)


@given(told)
def test_nothing_overlaps_and_everybody_is_there(carried: list[tuple[list[str], list[str]]]) -> None:
    rows = [(f"KPA {number}", leads, hosts) for number, (leads, hosts) in enumerate(carried)]
    drawing = draw_carriers(rows)
    for labels in (drawing.leads, drawing.kpas, drawing.hosts):
        heights = sorted(label.y for label in labels)
        assert all(below - above >= ROW - 0.001 for above, below in itertools.pairwise(heights))
        assert all(0 < height < drawing.height for height in heights)
    assert {label.text for label in drawing.leads} == {name for _, leads, _ in rows for name in leads}
    assert {label.text for label in drawing.hosts} == {name for _, _, hosts in rows for name in hosts}
    assert len(drawing.threads) == sum(len(leads) + len(hosts) for _, leads, hosts in rows)
    assert sorted(row[0] for row in drawing.rows) == sorted(kpa for kpa, _, _ in rows)


def test_it_draws_what_the_actor_sees_at_the_date(cast: Cast, today) -> None:
    everybody = Actor.command_line(today)
    drawing = carriers_drawing(everybody, today)
    assert drawing is not None
    assert set(drawing.rows) == {("La Cape", "ANIS", "Optéos"), ("Moulins Coop", "–", "Tilt")}
    assert carriers_drawing(everybody, today.replace(year=2020)) is None
    assert carriers_drawing(Actor.nobody(today), today) is None


def test_the_map_has_every_department_of_the_mainland() -> None:
    assert len(shapes()) == 96
    drawing = france(Counter({"59": 11, "17": 1, "974": 2, "": 1}))
    assert [(each.name, each.count) for each in drawing.here] == [("Charente-Maritime", 1), ("Nord", 11)]
    assert drawing.elsewhere == 3
    assert drawing.empty.count("M") >= 94


def test_templates_say_the_words_of_the_kpa(cast: Cast) -> None:
    choices = choices_of(cast.kpa)
    choices.vocabulary, choices.stage_names = {"job": "mission"}, {"explore": "Découvrir"}
    choices.save()
    kpa = Organisation.objects.select_related("choices").get(pk=cast.kpa.pk)
    said = Template(
        '{% load words %}{% word "job" kpa many=True capital=True %}, {% word "workshop" kpa %}, '
        '{% word "job" %}, {% stage_name "explore" kpa %}, {% stage_name "test" other %}'
    ).render(Context({"kpa": kpa, "other": cast.host}))
    assert said == "Missions, atelier, prestation, Découvrir, Tester"

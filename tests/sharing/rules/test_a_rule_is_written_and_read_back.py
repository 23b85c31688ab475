"""A content, the fields of its form and its sentences tell the same rule."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maille.sharing.rules.cases import Rule, Split
from maille.sharing.rules.contents import normal, plain, problems, read_content, remarks, roles_of, with_scale
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError, read_case
from maille.sharing.rules.sentences import in_one, sentences
from maille.sharing.rules.templates import SCRATCH, TEMPLATES, template
from maille.sharing.rules.written import NEW, Written, content_of, fields_of, from_mapping, written
from tests.sharing.strategies import case, contribution, expense, rule, scale

ROLES = ["cuisine", "livraison", "coordination"]


WEIGHS_AS_OTHERS = {"key": "weighted_hours", "part": "1", "weights": {"cuisine": "1.00"}}


def meant(content: dict[str, Any]) -> Rule:
    """The rule it says, without the weights of 1: what is said of no role."""
    found = read_content(content)
    steps = [
        replace(step, keys=tuple(replace(key, weights=tuple(w for w in key.weights if w[1] != 1)) for key in step.keys))
        if isinstance(step, Split)
        else step
        for step in found.steps
    ]
    return replace(found, steps=tuple(steps))


@given(rule)
@example({"steps": [{"kind": "split", "keys": [WEIGHS_AS_OTHERS]}]})
def test_content_to_form_to_content_is_the_same_rule(content: dict[str, Any]) -> None:
    told = normal(content)
    typed = written(content)
    assert from_mapping(fields_of(typed)) == typed
    again, unread = content_of(from_mapping(fields_of(typed)))
    assert not unread
    assert normal(again) == told
    assert meant(told) == meant(content)


@given(case)
def test_the_normal_content_shares_the_same(data: dict[str, Any]) -> None:
    for step in data["rule"]["steps"]:
        if step["kind"] == "host":
            step["to"] = "host"
    told = normal(data["rule"])
    filled = {
        **told,
        "steps": [
            {**new, **old} if new["kind"] == "host" else new
            for new, old in zip(told["steps"], data["rule"]["steps"], strict=True)
        ],
    }
    try:
        expected = share(read_case(data)).totals
    except RefusedCaseError:
        with pytest.raises(RefusedCaseError):
            share(read_case({**data, "rule": filled}))
        return
    assert share(read_case({**data, "rule": filled})).totals == expected


@given(rule)
def test_every_rule_reads_as_one_sentence_per_step(content: dict[str, Any]) -> None:
    read = sentences(content)
    told = normal(content)
    assert len(read) in {len(told["steps"]) + 1, len(told["steps"]) + 2}
    for sentence in read:
        assert sentence.text.endswith(".")
        assert sentence.text[0].isupper()
        assert "\0" not in sentence.text
    for step, sentence in zip(told["steps"], read, strict=False):
        if step["kind"] == "percent":
            assert step["rate"].replace(".", ",") in sentence.text
        for role in step.get("roles", ()):
            assert role in sentence.text


@given(st.decimals(0, 10**6, places=5, allow_nan=False, allow_infinity=False))
def test_numbers_are_written_in_one_way(number: Any) -> None:
    text = plain(f"{number:f}")
    assert Fraction(text) == Fraction(f"{number:f}")
    assert plain(text) == text
    assert text == "0" or not (text.endswith("0") and "." in text)


@given(
    st.sampled_from([each.key for each in TEMPLATES]),
    st.integers(0, 200_000),
    st.lists(contribution, max_size=8),
    st.lists(expense, max_size=4),
    scale(),
)
def test_every_template_computes(
    key: str, income: int, contributions: list[Any], expenses: list[Any], brackets: list[Any]
) -> None:
    content = template(key, ["cuisine", "livraison"], ["coordination"])
    assert content is not None
    assert problems(content, ROLES) == {}
    assert normal(content) == content or normal(content)["steps"]
    worked = [each for each in contributions if Fraction(each["hours"]) > 0]
    data = {
        "income": income,
        "expenses": expenses,
        "contributions": worked,
        "rule": with_scale(content, brackets, year_to_date=1_000_000),
    }
    result = share(read_case(data))
    assert sum(result.totals.values()) == income


def test_a_template_names_only_the_roles_of_the_group() -> None:
    for each in TEMPLATES:
        content = template(each.key, ["couture"], ["animation"])
        assert content is not None
        assert roles_of(content) <= {"couture", "animation"}
    assert template("rien") is None
    assert problems(template(SCRATCH.key) or {}, ROLES)[""].startswith("Cette règle n'a pas d'étape")


BUFFET = {
    "steps": [
        {"kind": "reimburse"},
        {"kind": "host"},
        {"kind": "percent", "to": "collective", "rate": "10.0"},
        {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
        {
            "kind": "split",
            "roles": ["cuisine", "livraison"],
            "keys": [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}],
            "floor_per_hour": 500,
            "cap_percent": "40",
            "otherwise": "solidarity",
        },
    ]
}


def test_the_buffet_reads_aloud() -> None:
    assert [each.text.replace("\u00a0", " ") for each in sentences(BUFFET)] == [
        "D'abord, on rembourse à chaque personne les frais qu'elle a avancés.",
        "Puis la structure de portage reçoit sa contribution, selon le barème de sa convention.",
        "Puis 10 % de ce qui reste vont à la trésorerie du groupe.",
        "Puis chaque heure de coordination est payée 20 €.",
        "Le reste se partage entre celles et ceux qui ont fait cuisine ou livraison : 80 % selon les heures, "
        "20 % à parts égales. Chaque heure donne au moins 5 €. Personne ne reçoit plus de 40 % de ce qui se "
        "partage. Ce que personne ne peut recevoir va au fonds de solidarité.",
        "S'il n'y a pas assez pour tout payer, chaque personne reçoit la même part de ce qui lui est dû.",
        "S'il reste de l'argent à la fin, il va à la trésorerie du groupe.",
    ]
    assert ("20\u00a0€", True) in sentences(BUFFET)[3].pieces


EQUAL = {"key": "equal", "part": "1"}
WEIGHTED = {"key": "weighted_hours", "part": "1", "weights": {"accueil": "0.5", "cuisine": "1.5"}}


def split(*keys: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "split", "keys": list(keys), **more}


def percent(**more: Any) -> dict[str, Any]:
    return {"kind": "percent", "to": "commons", "rate": "1", **more}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (percent(of="margin"), "1 % de la marge (la recette moins les frais) va au fonds des communs."),
        (percent(to="activity", rate="2.5", of="income"), "2,5 % de la recette vont à la trésorerie de l'activité."),
        ({"kind": "pay", "roles": ["animation"], "rate_per_hour": 1250}, "chaque heure d'animation est payée 12,50 €."),
        ({"kind": "pay", "rate_per_hour": 1500}, "chaque heure de travail est payée 15 €."),
        (split(EQUAL), "Tout se partage entre toutes les personnes qui ont travaillé, à parts égales."),
        (
            split({"key": "hours", "part": "1"}, {"key": "equal", "part": "2"}),
            "1 part sur 3 selon les heures, 2 parts sur 3 à parts égales.",
        ),
        (split(WEIGHTED), "(une heure d'accueil compte 0,5 et une heure de cuisine compte 1,5)."),
    ],
)
def test_each_kind_has_its_words(step: dict[str, Any], said: str) -> None:
    assert said in in_one({"steps": [step]}).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], ""),
        ([{"kind": "host", "to": "collective"}], "step-0-to"),
        ([percent(to="fanny")], "step-0-to"),
        ([percent(rate="101")], "step-0-rate"),
        ([{"kind": "pay", "rate_per_hour": 1, "roles": ["plonge"]}], "step-0-roles"),
        ([split(EQUAL, cap_percent="0")], "step-0-cap"),
        ([split(EQUAL, otherwise="lea")], "step-0-otherwise"),
        ([split({"key": "equal", "part": "0"})], "step-0-key-0-part"),
        ([split(EQUAL, EQUAL)], "step-0-key-1-key"),
        ([split({**WEIGHTED, "weights": {"plonge": "2"}})], "step-0-key-0-key"),
        ([split(EQUAL), {"kind": "reimburse"}], "step-1"),
        ([{"kind": "reimburse"}, {"kind": "reimburse"}], "step-1"),
    ],
)
def test_what_no_group_can_adopt_is_refused_beside_it(steps: list[dict[str, Any]], field: str) -> None:
    assert field in problems(normal({"steps": steps}), ROLES)


def test_what_is_left_goes_to_somebody_a_rule_may_name() -> None:
    assert "remainder" in problems(normal({"steps": [{"kind": "reimburse"}], "remainder": "p12"}), ROLES)


@pytest.mark.parametrize(
    ("kind", "rate", "readable"),
    [
        ("percent", "dix", False),
        ("percent", "", False),
        ("percent", "-3", False),
        ("percent", "12,5 %", True),
        ("pay", "20 €", True),
        ("pay", "20,123", False),
        ("pay", "999999999", False),
    ],
)
def test_what_cannot_be_read_stays_typed_with_the_reason(kind: str, rate: str, readable: bool) -> None:
    fields = {"step-0-kind": [kind], "step-0-rate": [rate], "step-0-of": ["pot"], "step-0-to": ["host"]}
    typed = from_mapping({"steps": ["1"], **fields})
    _, unread = content_of(typed)
    assert list(unread) == ([] if readable else ["step-0-rate"])
    assert fields_of(typed)["step-0-rate"] == [rate]


def test_steps_are_added_moved_and_removed() -> None:
    typed = Written().with_step("split").with_step("reimburse").with_step("host")
    assert [step.kind for step in typed.steps] == ["reimburse", "host", "split"]
    assert [step.kind for step in typed.moved(1, -1).steps] == ["host", "reimburse", "split"]
    assert typed.moved(0, -1) == typed
    assert typed.moved(9, 1) == typed
    assert [step.kind for step in typed.without_step(1).steps] == ["reimburse", "split"]
    more = typed.with_key(2)
    assert [key.key for key in more.steps[2].keys] == ["hours", "equal"]
    assert more.without_key(2, 0).steps[2].keys[0].key == "equal"
    assert typed.without_key(2, 0) == typed
    assert typed.with_key(0) == typed
    assert typed.with_step("magie") == typed
    for kind in NEW:
        assert Written().with_step(kind).steps == (NEW[kind],)


def test_remarks_are_kind() -> None:
    assert remarks(normal(BUFFET)) == []
    assert len(remarks({"steps": []})) == 3

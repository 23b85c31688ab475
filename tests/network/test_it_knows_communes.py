"""The reference list finds a commune whatever way people write it, and says when it cannot tell."""

import pytest

from maille.network import communes


@pytest.mark.parametrize(
    ("postal_code", "name", "code"),
    [
        ("59370", "Mons-en-Barœul", "59410"),
        ("59370", "MONS EN BAROEUL", "59410"),
        ("62500", "St Omer", "62765"),
        ("76600", "Havre (Le)", "76351"),
        ("76600", "le havre", "76351"),
        ("17000", "La Rochelle", "17300"),
        ("59650", "Villeneuve d’Ascq", "59009"),
        ("75013", "Paris 13e arrondissement", "75056"),
        ("69003", "LYON 03", "69123"),
        ("59160", "Lomme", "59350"),
        ("59260", "Hellemmes", "59350"),
        ("59000", "LILLE CEDEX 9", "59350"),
        ("59019", "Lille Cedex", "59350"),
        (" 59100 ", "Roubaix", "59512"),
    ],
)
def test_it_finds_what_people_write(postal_code: str, name: str, code: str) -> None:
    found = communes.find(postal_code, name)
    assert found is not None
    assert found.code == code
    assert communes.matches(postal_code, name) is True


def test_it_says_when_the_two_do_not_go_together() -> None:
    assert communes.find("59100", "Lille") is None
    assert communes.matches("59100", "Lille") is False
    assert communes.matches("99999", "Roubaix") is False
    assert communes.matches("59100", "Nulle-Part") is False


def test_it_does_not_pretend_to_know() -> None:
    assert communes.matches("", "Roubaix") is None
    assert communes.matches("59100", "") is None
    assert communes.matches("59999", "Roubaix") is None, "a business code of the right department"


def test_it_lists_the_communes_of_a_postal_code_the_largest_first() -> None:
    assert communes.communes_of("59000")[0].name == "Lille"
    assert communes.communes_of("00000") == []
    populations = [each.population for each in communes.communes_of("62500")]
    assert populations == sorted(populations, reverse=True)


def test_it_suggests_by_beginning_word_or_postal_code() -> None:
    assert communes.search("roub", 1)[0].name == "Roubaix"
    assert {"Marcq-en-Barœul", "Mons-en-Barœul"} <= {each.name for each in communes.search("baroeul")}
    assert communes.search("St Om", 1)[0].name == "Saint-Omer"
    assert communes.search("59370")[0].name == "Mons-en-Barœul"
    assert communes.search("  ") == []
    assert len(communes.search("sa", 7)) == 7


def test_every_commune_is_found_by_its_own_name() -> None:
    lost = [
        (each.code, postal_code)
        for each in communes.everything()
        for postal_code in each.postal_codes
        if (found := communes.find(postal_code, each.name)) is None or found.name.casefold() != each.name.casefold()
    ]
    assert len(communes.everything()) == 34969
    assert lost == []


def test_corsica_and_overseas_have_their_departments() -> None:
    assert communes.find("20000", "Ajaccio").department == "2A"  # type: ignore[union-attr]
    assert communes.find("97400", "Saint-Denis").department == "974"  # type: ignore[union-attr]

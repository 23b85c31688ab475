"""Take the pictures of docs/images from a running demonstration.

`./maille demo` in one terminal; in another, with the development environment:
`.venv/bin/python tests/browser/screenshots.py http://localhost:8000 docs/images`

Each screen is shot by the member of the cast who lives in it, at the desk in light and on a phone in the dark.
"""

import os
import pathlib
import shutil
import sys
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

DESK = {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "device_scale_factor": 2, "is_mobile": True}
FACES = {"desk": DESK, "phone": PHONE}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--lang=fr-FR"]


@dataclass(frozen=True)
class Screen:
    """One picture: its file, whom to be, where to go (a path, then words of links to follow)."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()


AMINA = ("main a:text-is('Amina Benali')",)
"""From the list to her file."""


def tab(name: str) -> tuple[str, ...]:
    """From the list to a page of her journey."""
    return (*AMINA, f"nav[aria-label='Pages de ce parcours'] a:text-is('{name}')")


BUFFET = "/prestations/1/"
"""The Saturday buffet, the first job of an installed demonstration."""

SCREENS = [
    Screen("semaine", "fanny", "/semaine/"),
    Screen("personnes", "fanny", "/personnes/"),
    Screen("personne", "fanny", "/personnes/?q=amina", AMINA),
    Screen("parcours", "fanny", "/personnes/?q=amina", tab("Parcours")),
    Screen("avant-de-travailler", "fanny", "/personnes/?q=amina", tab("Avant de travailler")),
    Screen("contrats", "fanny", "/personnes/?q=amina", tab("Contrats")),
    Screen("notes", "fanny", "/personnes/?q=amina", tab("Notes")),
    Screen("competences", "fanny", "/personnes/?q=amina", tab("Compétences")),
    Screen("droits", "fanny", "/personnes/?q=amina", tab("Droits")),
    Screen("ateliers", "fanny", "/ateliers/"),
    Screen("inscription", "fanny", "/personnes/nouvelle/"),
    Screen("import", "odile", "/registre/import/"),
    Screen("reseau", "odile", "/reseau/"),
    Screen("bilan", "odile", "/bilan/?debut=2022-03-01&fin=2023-12-31"),
    Screen("prestations", "fanny", "/prestations/"),
    Screen("prestation", "fanny", BUFFET),
    Screen("heures", "fanny", f"{BUFFET}heures/"),
    Screen("argent", "fanny", f"{BUFFET}argent/"),
    Screen("partage", "fanny", f"{BUFFET}repartitions/"),
    Screen("planning", "fanny", "/planning/"),
    Screen("cagnottes", "fanny", "/cagnottes/"),
    Screen("decider", "fanny", "/cagnottes/decider/"),
    Screen("regle", "fanny", "/regles/1/"),
    Screen("comptes", "fanny", "/comptes/"),
    Screen("paie", "karim", "/paie/"),
    Screen("chiffres", "odile", "/chiffres/"),
    Screen("aujourdhui", "amina", "/aujourdhui/"),
    Screen("mon-argent", "amina", "/mon-argent/"),
    Screen("ma-part", "amina", "/le-groupe/repartitions/", ("main article a >> nth=1",)),
    Screen("ma-paie", "lea", "/mon-argent/paie/"),
    Screen("mes-heures", "amina", "/mes-heures/"),
    Screen("le-groupe", "amina", "/le-groupe/"),
    Screen("mon-parcours", "amina", "/mon-parcours/"),
    Screen("mes-notes", "amina", "/mon-parcours/notes/"),
    Screen("qui-a-lu", "amina", "/mon-parcours/lectures/"),
    Screen("mes-donnees", "amina", "/mon-parcours/mes-donnees/"),
    Screen("ma-carte", "amina", "/carte/"),
    Screen("guide-de-style", "odile", "/ui/"),
]


def main(address: str, folder: pathlib.Path) -> None:
    """Shoot every screen in both faces, as WebP."""
    folder.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, "LANGUAGE": "fr_FR"})
        for face, options in FACES.items():
            for screen in SCREENS:
                context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)
                shoot(context.new_page(), address.rstrip("/"), screen, folder / f"{screen.name}-{face}")
                context.close()
        browser.close()


def shoot(page: Any, address: str, screen: Screen, target: pathlib.Path) -> None:
    """One screen in one face; a screen that does not answer is said and left out."""
    page.goto(f"{address}/demo/entrer/{screen.who}/")
    response = page.goto(address + screen.path)
    for link in screen.follow:
        with page.expect_navigation() as navigation:
            page.locator(link).first.click()
        response = navigation.value
    if response is None or response.status != 200:
        print(f"{screen.name} : {response and response.status}", file=sys.stderr)
        return
    page.evaluate("document.fonts.ready")
    picture = target.with_suffix(".png")
    page.screenshot(path=picture)
    Image.open(picture).save(target.with_suffix(".webp"), quality=82, method=6)
    picture.unlink()
    print(target.with_suffix(".webp"))


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))

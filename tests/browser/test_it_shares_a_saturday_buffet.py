"""A Saturday buffet, from a client's call to everybody's statement, in a browser: what Maille exists for.

Somebody calls, the group says who is needed and who comes, works, notes its hours and receipts; the deposit is too
small for what was advanced and the adopted rule shares the shortage; the rest comes; Léa disagrees, her hours are
corrected; a receipt read wrongly is corrected afterwards. Everybody reads what they have and why. Charlie, of another
KPA, sees none of it.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from maille.activities.models import Activity, Job
from maille.identity.models import User
from maille.journeys.models import Person
from maille.ledger.models import Account, balance_of
from maille.ledger.models.proving import faults
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.activities.hours.help import ready, role
from tests.browser.checks import axe
from tests.browser.conftest import sign_in
from tests.browser.world import Visitor
from tests.cast import Cast, make_cast, member
from tests.conftest import TODAY
from tests.sharing.shares.help import adopt, agree

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@dataclass
class Clock:
    """The day and hour everybody lives, which the story moves on."""

    now: datetime.datetime

    def to(self, day: int, hour: int) -> None:
        """A day of June 2026, an hour here."""
        self.now = timezone.make_aware(datetime.datetime.combine(TODAY.replace(day=day), datetime.time(hour)))


@dataclass
class Someone:
    """Somebody at their screen; `seen` keeps every address they opened."""

    page: Any
    url: str
    seen: list[str] = field(default_factory=list)

    def open(self, address: str) -> str:
        """Go to a page that must be there, without an accessibility violation, and give its text."""
        response = self.page.goto(self.url + address)
        assert response.status == 200, (address, response.status)
        return self.text()

    def text(self) -> str:
        """What the page says, in plain spaces."""
        self.seen.append(self.page.url.removeprefix(self.url))
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]
        assert axe(self.page) == [], self.page.url
        return re.sub(r"[\u00a0\u202f\s]+", " ", self.page.inner_text("main"))

    def fill(self, **typed: str) -> None:
        """Type into fields by their name; lists and boxes are chosen."""
        for name, value in typed.items():
            box = self.page.locator(f"main [name={name}]:not([type=hidden])").first
            if box.evaluate("node => node.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)

    def save(self, then: str) -> str:
        """Send the form of the page, which must lead there."""
        with self.page.expect_navigation():
            self.page.locator("main form button.primary").last.click()
        told = self.text()
        assert re.fullmatch(then, self.seen[-1]), (self.seen[-1], told)
        return told

    def press(self, button: str, nth: int = 0) -> str:
        """Press a button, or follow a link that looks like one."""
        found = self.page.locator("main").get_by_role("button", name=button)
        if not found.count():
            found = self.page.locator("main").get_by_role("link", name=button)
        with self.page.expect_navigation():
            found.nth(nth).click()
        return self.text()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday 15 June 2026, nine o'clock."""
    clock = Clock(timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(9))))
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: timezone.localtime(clock.now).date())
    return clock


@pytest.fixture
def cape(django_db_reset_sequences: None, clock: Clock) -> Cast:
    """La Cape with its words, its rule adopted in January and its host's scale; three people ready to work."""
    cast = make_cast(TODAY)
    for journey in (cast.amina_journey, cast.lea_journey, cast.yanis_journey):
        ready(journey)
    Activity.objects.create(kpa=cast.kpa, name="Traiteur", opened_on=datetime.date(2024, 1, 1))
    for name, kind in (("cuisine", "production"), ("livraison", "production"), ("coordination", "coordination")):
        role(cast.kpa, name, kind)
    agree(cast)
    adopt(cast.kpa)
    return cast


@pytest.fixture
def screens(
    cape: Cast, browser: Any, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[dict[str, Someone]]:
    """Fanny and Karim at their desks, Amina and Léa on their phones, Charlie in another KPA."""
    users = {"fanny": cape.fanny, "karim": cape.karim, "charlie": cape.charlie}
    users |= {"amina": phone_of(cape, cape.amina), "lea": phone_of(cape, cape.lea)}
    found = {}
    for name, user in users.items():
        size = PHONE if name in {"amina", "lea"} else DESK
        page = browser.new_context(**{**browser_context_args, "viewport": size}).new_page()
        membership = Membership.objects.filter(user=user).latest("pk")
        sign_in(page, live_server, Visitor(name, user, membership.pk))
        found[name] = Someone(page, live_server.url)
    yield found
    for each in found.values():
        each.page.context.close()


def phone_of(cast: Cast, person: Person) -> User:
    """The account that opens somebody's own pages."""
    person.user = member(person.first_name, cast.kpa, Role.COOPERANT)
    person.save(update_fields=["user"])
    return person.user


def photo() -> bytes:
    """A receipt, photographed."""
    kept = BytesIO()
    Image.new("RGB", (60, 90), "white").save(kept, "JPEG")
    return kept.getvalue()


def test_from_a_call_to_everybodys_statement(cape: Cast, clock: Clock, screens: dict[str, Someone]) -> None:
    fanny, amina, lea = screens["fanny"], screens["amina"], screens["lea"]
    job = somebody_calls(fanny)
    who_comes(fanny, amina, job)
    clock.to(21, 10)
    everybody_gave(fanny, amina, job)
    a_deposit_too_small(fanny, amina, job)
    clock.to(24, 10)
    the_rest_comes(fanny, lea, job)
    clock.to(26, 10)
    a_receipt_read_wrongly(fanny, amina, job)
    statements(cape, screens, job)
    charlie_sees_none_of_it(screens)
    assert list(faults()) == []


def somebody_calls(fanny: Someone) -> int:
    """A client asks, the group agrees on a day, says who is needed; the forecast says what it would give."""
    fanny.open("/prestations/nouvelle/")
    fanny.fill(
        title="Buffet du samedi", client="Centre social de l'Alma", contact="Accueil, 03 20 00 00 01",
        place="Roubaix", starts_on="2026-06-20", expected="864", activity="Traiteur",
    )  # fmt: skip
    assert "Demande reçue" in fanny.press("Noter la prestation")
    job = Job.objects.get().pk
    for people, day, start, end, work in (
        ("1", "2026-06-19", "15:00", "17:00", "coordination"),
        ("2", "2026-06-20", "08:00", "15:30", "cuisine"),
        ("1", "2026-06-20", "10:00", "14:00", "livraison"),
    ):
        fanny.open(f"/prestations/{job}/creneaux/nouveau/")
        fanny.fill(people=people, starts_on=day, starts_at=start, ends_at=end, role=work)
        fanny.save(rf"/prestations/{job}/.*")
    assert "il manque 2 personnes" in fanny.open(f"/prestations/{job}/")
    fanny.press("C'est prévu")
    told = fanny.open(f"/prestations/{job}/argent/")
    assert "864,00 €" in told
    assert "coordination" in told
    return job


def who_comes(fanny: Someone, amina: Someone, job: int) -> None:
    """Amina says « Je viens » on her phone; Fanny calls the others, those who had the least work first."""
    assert "Il manque 2 personnes" in amina.open("/aujourdhui/")
    amina.page.locator("article", has_text="cuisine").get_by_role("button", name="Je viens").click()
    amina.page.wait_for_selector("text=Vous venez")
    assert "Buffet du samedi" in amina.text()
    for work, name in (("coordination", "Fanny"), ("cuisine", "Léa"), ("livraison", "Yanis")):
        fanny.open(f"/prestations/{job}/")
        card = fanny.page.locator("article", has_text=f"rôle {work}")
        with fanny.page.expect_navigation():
            card.get_by_role("link", name="Trouver quelqu'un").click()
        assert "D'abord qui a eu le moins de travail" in fanny.text()
        with fanny.page.expect_navigation():
            fanny.page.get_by_role("button", name=re.compile(f"Inscrire.*{name}")).first.click()
    assert fanny.open(f"/prestations/{job}/").count("complet") == 3


def everybody_gave(fanny: Someone, amina: Someone, job: int) -> None:
    """Hours in one press, Léa's typed wrongly; what Fanny and Amina advanced, with a photo; the group confirms."""
    fanny.open(f"/prestations/{job}/")
    fanny.press("C'est fait")
    fanny.open(f"/prestations/{job}/heures/")
    told = fanny.press("Noter les heures de tout le monde")
    assert "21 h" in told
    line = fanny.page.locator("li", has_text="Léa").filter(has_text="7 h 30").first
    with fanny.page.expect_navigation():
        line.get_by_role("link", name=re.compile("Corriger")).click()
    fanny.fill(duration="5 h 15")
    fanny.save(rf"/prestations/{job}/heures/.*")
    assert "5 h 15" in fanny.text()
    fanny.open(f"/frais/noter/?prestation={job}")
    fanny.fill(who="Fanny", cents="142,37", what="Légumes, pain, fromage", day="2026-06-19", shop="Marché")
    fanny.page.set_input_files("[name=receipt]", {"name": "t.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    fanny.save(rf"/prestations/{job}/heures/.*")
    amina.open("/mes-heures/frais/")
    amina.fill(cents="18,90", what="Serviettes", day="2026-06-20", job="Buffet du samedi")
    amina.page.set_input_files("[name=receipt]", {"name": "t.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    assert "18,90" in amina.save(r"/mes-heures/frais/.*")
    told = fanny.open(f"/prestations/{job}/heures/")
    assert "161,27 €" in told
    assert "à lire avec le groupe" in told
    fanny.press("Le groupe confirme ce qui est affiché")


def receive(fanny: Someone, job: int, amount: str, day: str) -> None:
    """Money comes in, excluding tax."""
    fanny.open(f"/prestations/{job}/argent/recette/")
    fanny.fill(cents=amount, received_on=day, payer="Centre social de l'Alma")
    fanny.save(rf"/prestations/{job}/argent/.*")


def propose(fanny: Someone, job: int) -> int:
    """Show the group what its rule gives; the number of the proposal."""
    fanny.open(f"/prestations/{job}/repartitions/")
    fanny.page.get_by_role("button", name=re.compile("Proposer au groupe|Refaire la proposition")).click()
    fanny.page.wait_for_url("**/repartitions/*/")
    return int(fanny.page.url.rstrip("/").rpartition("/")[2])


def approve(fanny: Someone, proposal: int, *, back: bool = False) -> str:
    """The group decided, together."""
    fanny.open(f"/repartitions/{proposal}/")
    fanny.fill(how="Par consentement : personne ne s'y est opposé")
    for box in fanny.page.locator("main [name=present]").all():
        box.check()
    if back:
        fanny.page.locator("[name=gives_back]").check()
    return fanny.press("Inscrire aux comptes")


def a_deposit_too_small(fanny: Someone, amina: Someone, job: int) -> None:
    """150 € for 161,27 € advanced: each gets the same part of what is due, as the group adopted before."""
    receive(fanny, job, "150", "2026-06-21")
    proposal = propose(fanny, job)
    told = fanny.text()
    assert "132,42 €" in told and "17,58 €" in told
    assert "Inscrite aux comptes" in approve(fanny, proposal) or "inscrite aux comptes" in fanny.text()
    mine = amina.open(f"/mon-argent/repartitions/{proposal}/")
    assert "17,58 € de frais rendus" in mine
    amina.page.locator("main section", has_text="Ma part").locator("details.why summary").first.click()
    told = amina.text()
    assert "Il restait 150,00 € pour 161,27 € dus : chacun reçoit la même part de son dû." in told, told


def the_rest_comes(fanny: Someone, lea: Someone, job: int) -> None:
    """714 € more. Léa reads five hours and disagrees; the group answers, corrects, proposes again and agrees."""
    receive(fanny, job, "714", "2026-06-24")
    fanny.open(f"/prestations/{job}/")
    fanny.press("Clôturer")
    first = propose(fanny, job)
    assert "Vous auriez" in lea.open(f"/mon-argent/repartitions/{first}/")
    lea.page.get_by_text("Je ne suis pas d'accord").first.click()
    lea.fill(text="Je suis restée jusqu'à la fin du service : 6 h 15, pas 5 h 15.")
    assert "Le groupe va vous répondre" in lea.press("Envoyer au groupe")
    assert "Répondez d'abord au désaccord" in fanny.open(f"/repartitions/{first}/")
    fanny.press("Noter la réponse du groupe")
    fanny.fill(answer="Léa a raison, la feuille le dit. On corrige.")
    fanny.save(rf"/repartitions/{first}/")
    fanny.open(f"/prestations/{job}/heures/")
    line = fanny.page.locator("li", has_text="Léa").filter(has_text="5 h 15").first
    with fanny.page.expect_navigation():
        line.get_by_role("link", name=re.compile("Corriger")).click()
    fanny.fill(duration="6 h 15")
    fanny.save(rf"/prestations/{job}/heures/.*")
    assert "Quelque chose a changé depuis cette proposition" in approve(fanny, first)
    second = propose(fanny, job)
    approve(fanny, second)
    told = lea.open(f"/mon-argent/repartitions/{second}/")
    assert "Votre groupe a décidé ce partage." in told
    assert "Ce n'est pas ce que vous touchez à la fin." in told


def a_receipt_read_wrongly(fanny: Someone, amina: Someone, job: int) -> None:
    """124,37 € and not 142,37 €: Fanny gives back a part, the others receive it; both entries stay."""
    fanny.open(f"/prestations/{job}/heures/")
    line = fanny.page.locator("li", has_text="142,37").first
    with fanny.page.expect_navigation():
        line.get_by_role("link", name=re.compile("Corriger")).click()
    fanny.fill(cents="124,37")
    fanny.save(rf"/prestations/{job}/heures/.*")
    third = propose(fanny, job)
    assert "Des sommes déjà inscrites sont rendues" in fanny.text()
    fanny.open(f"/repartitions/{third}/")
    assert "est d'accord avec ce qui est rendu" in approve(fanny, third), "not without saying so"
    approve(fanny, third, back=True)
    assert "de plus qu'avant" in amina.open(f"/mon-argent/repartitions/{third}/")


def statements(cape: Cast, screens: dict[str, Someone], job: int) -> None:
    """What everybody reads is what the books hold, to the cent.

    By hand: 864,00 - 124,37 - 18,90 = 720,73 of margin; 11,5 % to the host, 82,88; 10 % of 637,85 to the group, 63,79;
    2 h at 20 € to Fanny, 40,00; 534,06 left, 80 % by 17,75 h and 20 % in three.
    """
    expected = {"Amina": 23_503, "Léa": 18_604, "Yanis": 13_189, "Fanny": 16_437, "host": 8_288, "collective": 6_379}
    held = {
        (str(account.participant).split()[0] if account.participant else account.kind): balance_of(account.pk)
        for account in Account.objects.named().exclude(kind="outside")
    }
    assert held.pop("pot") == 0
    assert sum(held.values()) == 86_400
    assert held == expected
    mine = screens["amina"].open("/mon-argent/")
    assert "216,13 € pour votre paie" in mine and "18,90 € de frais à vous rendre" in mine
    assert "186,04 €" in screens["lea"].open("/mon-argent/")
    assert "63,79 €" in screens["amina"].open("/le-groupe/")
    for account in Account.objects.named().filter(kpa=cape.kpa).exclude(kind="outside"):
        told = screens["karim"].open(f"/comptes/{account.pk}/")
        assert "Buffet du samedi" in told
    assert "864,00 €" in screens["karim"].open("/chiffres/?du=2026-06-01&au=2026-06-30")


def charlie_sees_none_of_it(screens: dict[str, Someone]) -> None:
    """Every page the others opened, and the lists of his own KPA."""
    charlie = screens["charlie"]
    pages = {address.partition("#")[0] for name, each in screens.items() if name != "charlie" for address in each.seen}
    for address in sorted(pages):
        response = charlie.page.context.request.get(charlie.url + address)
        shown = response.text()
        for word in ("Buffet", "Amina", "La Cape", "235,03", "142,37"):
            assert word not in shown, (address, word)
        if re.search(r"/\d+/", address):
            assert response.status == (405 if address.endswith("/approuver/") else 404), (address, response.status)

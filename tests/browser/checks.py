"""What must hold on every page, whoever made it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError

STRUCTURE = """() => {
  const problems = [];
  const say = (condition, text) => { if (condition) problems.push(text); };
  const shown = (node) => node.checkVisibility({visibilityProperty: true});
  const name = (node) => node.outerHTML.slice(0, 90);
  const titles = [...document.querySelectorAll("h1")].filter(shown);
  say(titles.length !== 1 || !titles[0].innerText.trim(), `${titles.length} h1`);
  say(!document.title.replace("· Maille", "").trim(), "pas de titre");
  say(document.querySelectorAll("main").length !== 1, "pas de main, ou plusieurs");
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll("main *, header *, footer *")]
      .filter((node) => node.getBoundingClientRect().right > width + 1 && !node.closest(".scroll"));
    const few = wide.slice(0, 3).map(name).join(" ");
    problems.push(`déborde : ${document.documentElement.scrollWidth} > ${width} px ${few}`);
  }
  for (const node of document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")) {
    if (!shown(node) || node.disabled || node.type === "hidden") continue;
    say(node.tabIndex < 0 && node.id !== "contenu" && node.id !== "erreurs", `hors du clavier : ${name(node)}`);
    say(node.tabIndex > 0, `tabindex positif : ${name(node)}`);
    say(node.tagName === "A" && !node.hasAttribute("href"), `lien sans adresse : ${name(node)}`);
  }
  if (document.body.classList.contains("pocket") && width < 400) {
    const boxes = "[type=hidden], [type=checkbox], [type=radio]";
    const targets = `button, .button, input:not(${boxes}), select, .places a, summary, .choice`;
    for (const node of document.querySelectorAll(targets)) {
      say(shown(node) && node.getBoundingClientRect().height < 47.5, `cible de moins de 48 px : ${name(node)}`);
    }
  }
  return problems;
}"""
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "";
  const style = getComputedStyle(node);
  return style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2
    ? `focus invisible : ${node.outerHTML.slice(0, 90)}` : "";
}"""
OPEN_DETAILS = "() => document.querySelectorAll('main details').forEach((node) => { node.open = true; })"
TABS = 5


def problems_of(page: Any, url: str) -> list[str]:
    """Open a page and say in words everything that is wrong with it."""
    heard: list[str] = []

    def listen(message: Any) -> None:
        if message.type == "error":
            heard.append(f"console : {message.text}")

    def fail(error: Any) -> None:
        heard.append(f"erreur : {error}")

    page.on("console", listen)
    page.on("pageerror", fail)
    try:
        response = page.goto(url)
        if response is None or response.status != 200:
            heard.append(f"statut {response and response.status}")
        heard += [problem for _ in range(TABS) if (problem := tab(page))]
        page.evaluate(OPEN_DETAILS)
        heard += page.evaluate(STRUCTURE)
        heard += axe(page)
    except PlaywrightError as error:  # the crawl goes on, so that one run tells everything
        heard.append(f"navigateur : {error.message.splitlines()[0]}")
    finally:
        page.remove_listener("console", listen)
        page.remove_listener("pageerror", fail)
    return list(dict.fromkeys(heard))


def tab(page: Any) -> str:
    """One step of the keyboard: the focus must be seen."""
    page.keyboard.press("Tab")
    return str(page.evaluate(FOCUS))


def axe(page: Any) -> list[str]:
    """What axe finds, one line per rule with its first elements."""
    found = Axe().run(page).response["violations"]
    return [f"axe {each['id']} : {each['help']} {[node['html'][:110] for node in each['nodes'][:3]]}" for each in found]

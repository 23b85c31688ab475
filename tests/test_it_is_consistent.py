"""The repository keeps its own rules, and each rule can fail."""

from collections.abc import Callable
from functools import cache

import pytest
from django.template import engines

from maille.config import cli
from tests import consistency
from tests.consistency import Files

HASHES = {"requirements.txt": "a==1 --hash=sha256:0", "requirements-dev.txt": "", "requirements-dev.in": ""}
CHECKS: dict[str, tuple[Callable[[Files], list[str]], Files]] = {
    "modules under 500 lines": (consistency.long_modules, {"src/maille/a.py": "a = 1\n" * 501}),
    "test files under 400 lines": (consistency.long_modules, {"tests/test_a.py": "a = 1\n" * 401}),
    "functions under 60 lines": (consistency.long_functions, {"src/a.py": "def f():\n" + "    a = 1\n" * 60}),
    "modules are described": (consistency.missing_docstrings, {"src/a.py": "a = 1"}),
    "functions are described": (consistency.missing_docstrings, {"src/a.py": '"""A."""\ndef f(): ...'}),
    "classes are described": (consistency.missing_docstrings, {"src/a.py": '"""A."""\nclass F: ...'}),
    "methods are described": (
        consistency.missing_docstrings,
        {"src/a.py": '"""A."""\nclass F:\n    """F."""\n    def f(self): ...'},
    ),
    "no path of one machine": (consistency.forbidden_texts, {"docs/a.md": "voir /wo" + "rk/a"}),
    "no registry address": (consistency.forbidden_texts, {"a.txt": "https://pypi" + ".org/simple"}),
    "nothing left undone": (consistency.forbidden_texts, {"src/a.py": "# TO" + "DO: later"}),
    "exceptions say why": (consistency.silent_exceptions, {"src/a.py": "a = 1  # no" + "qa: E501"}),
    "skips say why": (consistency.silent_exceptions, {"tests/a.py": "@pytest.mark.sk" + "ip\ndef f(): ..."}),
    "migrations know both databases": (
        consistency.one_database_migrations,
        {"src/maille/a/migrations/0002_b.py": "schema_editor.execute('x')  # sqlite"},
    ),
    "requirements are hashed": (
        consistency.unhashed_requirements,
        {**HASHES, "requirements.in": "a", "requirements.txt": "a==1"},
    ),
    "requirements are locked": (consistency.unhashed_requirements, {**HASHES, "requirements.in": "a\nb[c]>=1"}),
    "templates are used": (
        lambda files: consistency.unused_templates(files, foreign_templates()),
        {"src/maille/ui/templates/ui/lost.html": "<p>", "src/maille/ui/views.py": "'ui/other.html'"},
    ),
    "no line begins with a mark": (
        consistency.loose_marks,
        {"src/maille/a/templates/a.html": "{{ name }} : {{ amount }}"},
    ),
    "documented commands exist": (
        lambda files: consistency.unknown_commands(files, set(cli.commands())),
        {"README.md": "tapez ./maille voler"},
    ),
    "views are scoped": (
        consistency.unscoped_views,
        {"src/maille/a/views/b.py": "rows = Person.objects.filter(a=1)"},
    ),
}


@cache
def repository() -> Files:
    """Read once for all checks."""
    return consistency.repository()


@cache
def foreign_templates() -> frozenset[str]:
    """Names of templates which Django and the libraries look up by themselves, ours only replacing them."""
    names = {"404.html", "403.html", "403_csrf.html", "400.html", "500.html", "429.html"}
    for folder in engines["django"].template_dirs:
        if "site-packages" in str(folder):
            names |= {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return frozenset(names)


@cache
def problems_of(check: Callable[[Files], list[str]]) -> list[str]:
    """What a check finds; once, for several rules are told apart by one check."""
    return check(repository())


@pytest.mark.parametrize("rule", CHECKS)
def test_the_repository_keeps(rule: str) -> None:
    check, _ = CHECKS[rule]
    problems = problems_of(check)
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("rule", CHECKS)
def test_it_would_see_the_breach_of(rule: str) -> None:
    check, sample = CHECKS[rule]
    assert check(sample)


def test_good_samples_pass() -> None:
    good: Files = {
        "src/maille/a.py": '"""A."""\n\n\ndef f():\n    """Do."""\n',
        "src/maille/a/views.py": "a = B.objects.filter(a=1).visible_to(actor)\nx = B.objects.all()  # unscoped: z",
        "src/maille/a/migrations/0002_b.py": "schema_editor.execute('x')  # sqlite or postgresql",
    }
    for check in (
        *(consistency.long_modules, consistency.long_functions, consistency.forbidden_texts),
        *(consistency.silent_exceptions, consistency.one_database_migrations, consistency.unscoped_views),
    ):
        assert check(good) == []

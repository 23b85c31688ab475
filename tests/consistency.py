"""The repository's own rules, as functions from files to problems in words.

Each takes `{path relative to the root: text}`, so that tests/test_it_is_consistent.py can also feed it bad samples.
"""

import ast
import pathlib
import re
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ["src", "tests", "benchmarks", "docs", ".ci"]
TEXTS = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".csv",
    ".json",
    ".sh",
    ".svg",
    ".typ",
    ".xml",
    "",
}
SKIPPED = {"__pycache__", "node_modules", "vendor"}
Files = dict[str, str]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

MODULE_LINES, TEST_LINES, FUNCTION_LINES = 500, 400, 60
FRAMEWORK_METHODS = re.compile(
    "handle|add_arguments|ready|clean|save|delete|render|get_full_name|get_context|dispatch|get|post|form_valid|"
    "form_invalid|get_queryset|get_context_data|get_success_url|format_value|value_from_datadict|deconstruct|"
    "from_db_value|get_prep_value|to_python|formfield|create_model|handle_starttag|handle_endtag|handle_data|"
    "process_view|resolve|id_for_label|emit|log_message|clean_.*"
)
"""Methods whose meaning is the framework's: overriding one needs no sentence."""
# Written in two pieces so that this file does not contain what it looks for.
FORBIDDEN = {
    "/wo" + "rk/": "chemin propre à une machine",
    "/sha" + "red/": "chemin propre à une machine",
    "/ro" + "ot/": "chemin propre à une machine",
    "pypi" + ".org/simple": "adresse d'un dépôt de paquets",
    "pythonhosted" + ".org": "adresse d'un dépôt de paquets",
    "registry.npmjs" + ".org": "adresse d'un dépôt de paquets",
    "--index" + "-url": "adresse d'un dépôt de paquets",
    "--extra-index" + "-url": "adresse d'un dépôt de paquets",
    "TO" + "DO": "travail laissé en plan",
    "FIX" + "ME": "travail laissé en plan",
    "X" * 3 + " ": "travail laissé en plan",
}


def repository() -> Files:
    """Every text file of the repository, by path relative to its root."""
    found = {}
    for path in [*ROOT.iterdir(), *(each for folder in FOLDERS for each in (ROOT / folder).rglob("*"))]:
        relative = path.relative_to(ROOT)
        if path.is_file() and path.suffix in TEXTS and not SKIPPED & set(relative.parts) and path.name != ".git":
            try:
                found[str(relative)] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a sample in another encoding, on purpose
    return found


def python(files: Files, *, under: str = "") -> Iterator[tuple[str, str, ast.Module]]:
    """The Python files, parsed, without migrations."""
    for path, text in python_texts(files, under=under):
        yield path, text, ast.parse(text)


def python_texts(files: Files, *, under: str = "") -> Iterator[tuple[str, str]]:
    """The Python files as they are written, without migrations."""
    for path, text in files.items():
        if path.endswith(".py") and path.startswith(under) and "/migrations/" not in path:
            yield path, text


def long_modules(files: Files) -> list[str]:
    """Modules over 500 lines, test files over 400; tables of data (`data/`) aside."""
    problems = []
    for path, text in python_texts(files):
        limit = TEST_LINES if path.startswith("tests/") else MODULE_LINES
        if len(text.splitlines()) > limit and "/data/" not in path:
            problems.append(f"{path} : {len(text.splitlines())} lignes (au plus {limit})")
    return problems


def long_functions(files: Files) -> list[str]:
    """Functions over 60 lines, from `def` to the end."""
    problems = []
    for path, _, tree in python(files):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    problems.append(f"{path}:{node.lineno} {node.name} : {lines} lignes (au plus {FUNCTION_LINES})")
    return problems


def missing_docstrings(files: Files) -> list[str]:
    """Modules, public classes, functions and methods of src without a docstring."""
    problems = []
    for path, text, tree in python(files, under="src/"):
        if path.endswith("/apps.py"):
            continue
        if text.strip() and not ast.get_docstring(tree):
            problems.append(f"{path} : module sans docstring")
        problems += [f"{path}:{node.lineno} {node.name} sans docstring" for node in undocumented(tree.body, False)]
    return problems


def undocumented(
    body: list[ast.stmt], in_class: bool
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public definitions of a module or class body which say nothing; framework hooks may."""
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name not in {"Meta", "Media", "Migration", "Command"}:
            is_choices = any("Choices" in ast.unparse(base) for base in node.bases)
            if not node.name.startswith("_") and not ast.get_docstring(node) and not (in_class and is_choices):
                yield node
            yield from undocumented(node.body, True)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            hook = in_class and FRAMEWORK_METHODS.fullmatch(node.name)
            if not node.name.startswith("_") and not hook and not ast.get_docstring(node):
                yield node


def forbidden_texts(files: Files) -> list[str]:
    """Addresses of package registries, paths of one machine, work left undone."""
    return [
        f"{path}:{number} {text!r} : {why}"
        for path, content in files.items()
        if path != "LICENSE"
        for number, line in enumerate(content.splitlines(), 1)
        for text, why in FORBIDDEN.items()
        if text in line
    ]


def silent_exceptions(files: Files) -> list[str]:
    """`noqa`, `skip`, `xfail` and `unwatched` need their reason beside them."""
    needs = re.compile(r"# no" + r"qa(?!: ?[A-Z0-9, ]+ - )|mark\.(?:skip|xfail|unwatched)(?!.*(?:reason=|# ))")
    return [
        f"{path}:{number} exception sans raison : {line.strip()}"
        for path, text in python_texts(files)
        for number, line in enumerate(text.splitlines(), 1)
        if needs.search(line)
    ]


def one_database_migrations(files: Files) -> list[str]:
    """Migrations which speak SQL to one database and not to the other."""
    problems = []
    for path, text in files.items():
        if "/migrations/" in path and path.endswith(".py"):
            speaks = re.search(r"\bRunSQL\(|\.execute\(", text)
            if speaks and not ("sqlite" in text and "postgresql" in text):
                problems.append(f"{path} : SQL pour une seule base ; SQLite et PostgreSQL toutes deux")
    return problems


def unhashed_requirements(files: Files) -> list[str]:
    """Requirements without version and hash, or names of the `.in` file which the lock forgot."""
    problems = []
    for name in ("requirements", "requirements-dev"):
        lock = files[f"{name}.txt"].replace("\\\n", " ")
        locked = {}
        for line in lock.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                locked[re.split(r"[=\[ ;<>]", line)[0].lower()] = line
        problems += [
            f"{name}.txt : {key} sans empreinte" for key, line in locked.items() if "--hash=sha256:" not in line
        ]
        problems += [f"{name}.txt : {key} sans version exacte" for key, line in locked.items() if "==" not in line]
        for line in files[f"{name}.in"].splitlines():
            wanted = re.split(r"[=\[ ;<>]", line.strip())[0].lower().replace("_", "-")
            if wanted and not wanted.startswith(("#", "-")) and wanted not in locked:
                problems.append(f"{name}.in demande {wanted}, que {name}.txt n'a pas : ./maille lock")
    return problems


def unused_templates(files: Files, foreign: set[str]) -> list[str]:
    """Templates nobody names; `foreign` are the names libraries look up by themselves."""
    templates = {path.split("/templates/", 1)[1]: path for path in files if "/templates/" in path}
    quoted = re.compile(r"""["'](?=([\w./-]+\.\w+)(?:\#[a-z_-]+)?["'])""")
    named_in: dict[str, set[str]] = {}
    for other, text in files.items():
        if other.startswith("src/"):
            for name in quoted.findall(text):
                named_in.setdefault(name, set()).add(other)
    return [
        f"{path} : personne ne l'utilise"
        for name, path in templates.items()
        if not named_in.get(name, set()) - {path} and name not in foreign
    ]


CODE = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(script|style)\b.*?</\1>", re.S
)
LOOSE = re.compile(r"(?<=\S) [:;?!»%](?=[\s<.,)\"&]|$)|(?<=«) (?=\S)")


def loose_marks(files: Files) -> list[str]:
    """French marks a line could begin with: a no-break space (`&nbsp;`) ties them to their word."""
    problems = []
    for path, text in files.items():
        if path.startswith("src/") and path.endswith(".html"):
            words = CODE.sub("\N{OBJECT REPLACEMENT CHARACTER}", text)
            problems += [f"{path} : …{words[max(0, m.start() - 20) : m.end()]}" for m in LOOSE.finditer(words)]
    return problems


def unknown_commands(files: Files, known: set[str]) -> list[str]:
    """Commands the documentation tells to type which do not exist."""
    problems = []
    for path, text in files.items():
        if path.endswith(".md") and path != "CHANGELOG.md":
            for command in re.findall(r"\./maille ([a-z_-]+)", text):
                if command not in known:
                    problems.append(f"{path} : ./maille {command} n'existe pas")
    return problems


def unscoped_views(files: Files) -> list[str]:
    """Queries in views and forms without `visible_to` or `own`; one line may say why: `# unscoped: reason`."""
    problems = []
    rooms = {path: text for path, text in files.items() if re.search(r"/(views|forms)(/|\.py)", path)}
    for path, text, tree in python(rooms, under="src/maille/"):
        lines = text.splitlines()
        scoped = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"visible_to", "own", "none"}
            for inner in ast.walk(node.func)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in scoped:
                near = " ".join(lines[max(0, node.lineno - 2) : node.lineno])
                if "# unscoped: " not in near:
                    problems.append(f"{path}:{node.lineno} requête sans visible_to : {lines[node.lineno - 1].strip()}")
    return problems

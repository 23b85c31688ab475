"""Prepare `.venv` from the hashed lock files, then hand over to the command line.

Runs on the machine's own python3 with nothing installed, so: standard library only, and no import of Maille.
"""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK, LARGER_LOCK = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
DEVELOPMENT = {"test", "bench", "format", "lock", "makemigrations"}


def main(arguments: list[str]) -> None:
    """Make the environment the command needs, then replace this process by it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before any requirement is checked
        sys.exit(f"Maille demande Python 3.11 ou plus récent ; celui-ci est {sys.version.split()[0]}.")
    ensure(LARGER_LOCK if arguments[:1] and arguments[0] in DEVELOPMENT else LOCK)
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), environment.get("PYTHONPATH")]))
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    os.execve(PYTHON, [str(PYTHON), "-m", "maille.config.cli", *arguments], environment)


def ensure(lock: pathlib.Path) -> None:
    """Install `lock` into `.venv` unless a stamp says that its very content (or the larger lock's) is there."""
    if is_ready(lock):
        return
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two commands at once: the second waits, then finds everything ready
    try:
        if not is_ready(lock):
            make(lock)
    except PermissionError as error:
        sys.exit(
            f"Maille ne peut pas écrire ici ({error.filename}) : lancez cette commande avec le compte propriétaire."
        )
    finally:
        os.close(folder)


def is_ready(lock: pathlib.Path) -> bool:
    """Whether `.venv` runs this very Python and holds this lock, or the larger one."""
    if not PYTHON.exists():
        return False
    return any((VENV / "stamps" / digest(known)).exists() for known in {lock, LARGER_LOCK})


def digest(lock: pathlib.Path) -> str:
    """What a stamp is called: changes with the lock, and with the Python that made `.venv`."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def make(lock: pathlib.Path) -> None:
    """Make `.venv` when it is absent or stale, fill it, leave a stamp."""
    if not is_alive():
        print("Maille prépare son environnement (une seule fois)…", file=sys.stderr, flush=True)
        make_venv()
    print("Maille installe ses bibliothèques…", file=sys.stderr, flush=True)
    stamps = VENV / "stamps"
    shutil.rmtree(stamps, ignore_errors=True)  # an interrupted installation must not look finished
    if not install(lock):
        sys.exit("Les bibliothèques n'ont pas pu être installées : vérifiez la connexion, puis recommencez.")
    stamps.mkdir()
    (stamps / digest(lock)).touch()


def is_alive() -> bool:
    """Whether `.venv` starts, with pip, on the Python that runs this file."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; print(sys.version)"
    answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def make_venv() -> None:
    """Make `.venv` anew; as root on Debian, install what Debian leaves out of its Python."""
    if VENV.is_symlink():
        VENV.unlink()  # never empty a folder that belongs to somebody else
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Maille installe python3-venv (apt-get)…", file=sys.stderr, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "--yes", "--no-install-recommends", "python3-venv"]):
            subprocess.run(["apt-get", "--quiet=2", *step], env=environment, stdout=sys.stderr)
        made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        said = (made.stdout + made.stderr).strip().splitlines() or ["sans un mot"]
        if "Permission denied" in said[-1] or "Errno 13" in said[-1]:
            raise PermissionError(13, "", str(VENV))
        sys.exit(f"Il manque le module venv de Python. Sur Debian : sudo apt install python3-venv\n({said[-1]})")


def install(lock: pathlib.Path) -> bool:
    """Install the lock with uv, itself installed from the lock; with pip alone when uv fails."""
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(block("uv", LOCK.read_text()))
        only_uv.flush()
        has_uv = subprocess.run([*pip, "-r", only_uv.name]).returncode == 0
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    if (
        has_uv
        and subprocess.run([*uv, "-r", str(lock)], env=uv_environment(), stderr=subprocess.DEVNULL).returncode == 0
    ):
        return True
    return subprocess.run([*pip, "-r", str(lock)]).returncode == 0


def block(name: str, lock: str) -> str:
    """The lines of one requirement in a lock file: its version and its hashes."""
    found = re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n?", lock, re.MULTILINE)
    return found.group() if found else ""


def uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration: tell it where pip looks for packages on this machine."""
    environment = dict(os.environ)
    listed = subprocess.run([str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    for key, value in re.findall(r"^\S+?\.([a-z-]+)='(.*)'$", listed, re.MULTILINE):
        if key in names:
            places = value.replace("\\n", " ").split()  # a folder as an index: pip passes over what it lacks, uv stops
            environment.setdefault(names[key], " ".join(p for p in places if "index" not in key or "http" in p[:5]))
        elif key == "cert":
            environment.setdefault("SSL_CERT_FILE", value)
    return environment


if __name__ == "__main__":
    main(sys.argv[1:])

"""The rules of the house that no type checker knows.

Owns: what files there are and are not, how long a function may be, how Chinese is punctuated, what may never be
committed. Does not own imports (layers.py). Each check gives the places where its rule is broken.
"""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from inspections.kinds.release import changed
from tests.architecture.layers import parsed, texts

LONGEST_FUNCTION: Final = 70
LONGEST_FILE: Final = 400
HAN: Final = r"[\u4e00-\u9fff]"
HALF_WIDTH: Final = re.compile(rf"{HAN}[,;:?!()]+{HAN}")
#: put together here so that this file does not name them itself
MACHINE_PATHS: Final = re.compile(
    "|".join(rf"(?<![\w.~-])/{place}/" for place in ("work", "root", "home", "tmp"))
)
ADDRESSES: Final = re.compile(
    r"(?i)\b("
    + "|".join(("pypi", "pythonhosted", "npmjs", "npmmirror", r"registry\.[\w-]+", r"mirrors?\.[\w-]+"))
    + r")[\w.-]*\.(org|com|cn|net|io)\b"
)
#: what is typed or read exactly so: a bounding box, a column heading of other people's tables
EXACT: Final = ("西,南,东,北", "乡镇(街道)")


PATTERN: Final = re.compile(r'\bpattern=r?"([^"]+)"')


def tracked(root: Path) -> list[Path]:
    """Every file under version control, as it is now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True)
    return [Path(name) for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def python_files(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("api", "inspections", "tests", "bench"):
        for file in sorted((root / folder).rglob("*.py")):
            yield file.relative_to(root), parsed(file.read_text("utf-8"))


def misplaced_files(root: Path) -> list[str]:
    """Python in the public site, packages below tests/, further packages at the top."""
    found = [f"{file.relative_to(root)}" for file in (root / "site").rglob("*.py")]
    found += [f"{file.relative_to(root)}" for file in (root / "tests").rglob("__init__.py")]
    packages = {file.parent.name for file in root.glob("*/__init__.py")}
    return found + sorted(packages - {"api", "inspections", "bench"})


def unnamed_folders(root: Path) -> list[str]:
    """mkdocs.yml names both folders: with its defaults a build would erase our sources."""
    said = (root / "mkdocs.yml").read_text("utf-8")
    return [line for line in ("docs_dir: site", "site_dir: build/site") if f"\n{line}\n" not in said]


def long_functions(root: Path) -> list[str]:
    found = []
    for file, tree in python_files(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    found.append(f"{file}:{node.lineno} {node.name} has {lines} lines")
    return found


def long_files(root: Path) -> list[str]:
    found = []
    for file, _ in python_files(root):
        lines = len((root / file).read_text("utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{file} has {lines} lines")
    return found


def changed_kinds(root: Path) -> list[str]:
    """Released checklists that are not what was released, or that nobody sealed."""
    folder = root / "inspections/kinds"
    released = msgspec.json.decode((folder / "released.json").read_bytes(), type=dict[str, str])
    unsealed = {file.name for file in folder.glob("*.toml")} - released.keys()
    return sorted((*changed(released, folder), *unsealed))


def repeated_migrations(root: Path) -> list[str]:
    """Two steps of one number for one engine: the second would never be applied."""
    found: dict[tuple[str, str], str] = {}
    repeated = []
    for file in sorted((root / "inspections/storage/migrations").glob("*.sql")):
        engine = file.name.removesuffix(".sql").partition(".")[2]
        for one in (engine,) if engine else ("sqlite", "postgres"):
            if found.setdefault((file.name[:4], one), file.name) != file.name:
                repeated.append(file.name)
    return sorted(set(repeated))


def open_patterns(root: Path) -> list[str]:
    """Patterns of input that let a closing line break through, or another script's digits: `$` and `\\d` do."""
    found = []
    for folder in ("api", "inspections"):
        for file in sorted((root / folder).rglob("*.py")):
            for pattern in PATTERN.findall(file.read_text("utf-8")):
                if pattern.startswith("^") and ("\\d" in pattern or not pattern.endswith(r"$(?!\n)")):
                    found.append(f"{file.relative_to(root)} {pattern}")
    return found


def half_width(root: Path) -> list[str]:
    """Half-width punctuation between two 汉字 in what people read."""

    def wrong(text: str) -> bool:
        for exact in EXACT:
            text = text.replace(exact, "")
        return HALF_WIDTH.search(text) is not None

    found = []
    for folder in ("api", "inspections"):
        for file in sorted((root / folder).rglob("*.py")):
            said = texts(parsed(file.read_text("utf-8")))
            found += [f"{file.relative_to(root)}:{line} {text[:40]}" for line, text in said if wrong(text)]
    for pattern in (
        "site/**/*.md",
        "site/**/*.html",
        "inspections/**/*.html",
        "inspections/kinds/*.toml",
        "web/src/**/*.ts*",
    ):
        for file in sorted(root.glob(pattern)):
            lines = enumerate(file.read_text("utf-8").splitlines(), start=1)
            found += [
                f"{file.relative_to(root)}:{number} {line.strip()[:40]}"
                for number, line in lines
                if wrong(line)
            ]
    return found


def leaks(root: Path, files: Iterable[Path]) -> list[str]:
    """Paths of one machine and addresses of package registries in what is committed."""
    found = []
    for file in files:
        text = (root / file).read_bytes().decode("utf-8", "ignore")
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATHS.search(line) or ADDRESSES.search(line):
                found.append(f"{file}:{number} {line.strip()[:60]}")
    return found


def addresses_in_requirements(root: Path) -> list[str]:
    """Locked pins carry hashes and no address to fetch from."""
    found = []
    for file in sorted((root / "requirements").glob("*.txt")):
        text = file.read_text("utf-8")
        found += [
            f"{file.name}: {word}" for word in ("://", "--index", "--find-links", " @ ") if word in text
        ]
        pins = [line for line in text.splitlines() if "==" in line]
        found += [
            f"{file.name}: {pin} has no hash" for pin in pins if f"{pin}\n    --hash=sha256:" not in text
        ]
    return found

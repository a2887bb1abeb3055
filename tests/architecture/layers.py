"""Which module may import which: inwards only.

Owns: the layers and the check of imports, drivers and SQL. Does not own the other rules of the house (house.py).
Source: design.md §1 (api → ledger → subject modules → calculators, kinds, reference; storage knows the Structs only).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

#: innermost first; a module may import its own layer and those before it. What is not named is a subject module
LAYERS: Final = (
    (
        "values",
        (
            "months",
            "facts",
            "settings",
            "publication",
            "reference",
            "passwords",
            "photos",
            "likeness",
            "marks",
            "decoding",
            "pictures",
            "typesetting",
        ),
    ),
    ("calculators", ("calculators",)),
    ("kinds", ("kinds", "entries", "reading")),
    ("chain", ("chain", "positions")),
    ("subjects", ()),
    ("vocabulary", ("vocabulary",)),
    ("rules", ("amendments", "voids", "adoptions", "rules")),
    ("ledger", ("ledger",)),
    ("storage", ("storage",)),
    (
        "walks",
        (
            "replay",
            "filing",
            "credentials",
            "signing",
            "snapshot",
            "exports",
            "backup",
            "restoring",
            "reuse",
            "evidence_pairs",
            "documents",
            "trail",
            "record_story",
            "outgoing",
            "digests",
            "rehearsal",
        ),
    ),
    ("outer", ("seed", "imports", "intake", "publishing", "demo")),
    ("doors", ("api",)),
)
SUBJECTS: Final = [name for name, _ in LAYERS].index("subjects")
RANK: Final = {module: rank for rank, (_, modules) in enumerate(LAYERS) for module in modules}
DRIVERS: Final = {"sqlite3", "pysqlite3", "aiosqlite", "asyncpg", "psycopg", "sqlalchemy"}
WEB: Final = {"litestar", "uvicorn", "httptools", "starlette", "httpx", "click"}
SQL: Final = re.compile(
    r"(?is)^\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|truncate\s|pragma\s"
    r"|(create|drop|alter)\s+(table|index|trigger|view)\s)"
)


def modules(root: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """Every Python file of the two packages: its dotted name, its path and its tree."""
    for package in ("api", "inspections"):
        for file in sorted((root / package).rglob("*.py")):
            name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            yield name, file.relative_to(root), parsed(file.read_text("utf-8"))


@cache
def parsed(text: str) -> ast.Module:
    """A file's tree; the same text, here or in a copy, is read once."""
    return ast.parse(text)


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of each import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def rank(name: str) -> int:
    """Which layer a module of ours stands in."""
    package, *rest = name.split(".")
    return RANK.get(package if package == "api" or not rest else rest[0], SUBJECTS)


def upward_imports(root: Path) -> list[str]:
    """Imports of an outer layer, or of anything of the web, from inside."""
    found = []
    for name, file, tree in modules(root):
        for line, target in imported(tree):
            ours = target.startswith(("api.", "inspections."))
            outward = ours and rank(target) > rank(name)
            web = name.startswith("inspections") and target.split(".")[0] in WEB
            if outward or web:
                found.append(f"{file}:{line} {name} imports {target}")
    return found


def sql_outside_storage(root: Path) -> list[str]:
    """Drivers and SQL anywhere but in inspections/storage."""
    found = []
    for name, file, tree in modules(root):
        if name.startswith("inspections.storage"):
            continue
        found += [
            f"{file}:{line} imports {target}"
            for line, target in imported(tree)
            if target.split(".")[0] in DRIVERS
        ]
        found += [f"{file}:{line} {text[:40]!r}" for line, text in texts(tree) if SQL.match(text)]
    return found


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is no docstring; what an f-string fills in reads x."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    words = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
            yield node.lineno, "".join(map(str, parts))


def routes_without_roles(root: Path) -> list[str]:
    """Handlers whose decorator does not say `opt=allow(…)` with at least one role."""
    found = []
    for _, file, tree in modules(root):
        methods = {
            target.split(".")[-1] for _, target in imported(tree) if target.split(".")[0] == "litestar"
        } & {"get", "put", "post", "patch", "delete", "head", "route", "asgi", "websocket"}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    f"{file}:{node.lineno} {node.name}"
                    for decorator in node.decorator_list
                    if called(decorator) in methods and not says_roles(decorator)
                ]
    return found


def called(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.id if isinstance(target, ast.Name) else ""


def says_roles(decorator: ast.expr) -> bool:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    opt = next((keyword.value for keyword in keywords if keyword.arg == "opt"), None)
    return isinstance(opt, ast.Call) and called(opt) == "allow" and bool(opt.args)

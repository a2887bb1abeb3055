"""The shape of the house: the tree as it is keeps every rule, and each rule notices a breach planted in a copy."""

import shutil
from pathlib import Path

import pytest

from api.app import create_app
from api.auth import routes
from inspections.settings import Settings
from tests.architecture import house, layers

ROOT = Path(__file__).parents[2]
CHECKS = (
    layers.upward_imports,
    layers.sql_outside_storage,
    layers.routes_without_roles,
    house.misplaced_files,
    house.unnamed_folders,
    house.long_functions,
    house.long_files,
    house.changed_kinds,
    house.repeated_migrations,
    house.open_patterns,
    house.half_width,
    house.addresses_in_requirements,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_as_it_is_breaks_no_rule(check):
    assert check(ROOT) == []


def test_nothing_committed_names_a_machine_or_a_place_to_download_from():
    assert house.leaks(ROOT, house.tracked(ROOT)) == []


def test_every_route_of_the_running_application_says_its_roles(tmp_path):
    declared = routes(create_app(Settings(data=tmp_path)))
    assert len(declared) >= 30
    assert [(method, path) for method, path, roles in declared if not roles] == []


# Planted breaches: each is named by its place


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and what stands around them, free to be broken."""
    root = tmp_path / "house"
    dull = shutil.ignore_patterns("static", "__pycache__", "node_modules")
    for folder in ("api", "inspections", "site", "tests", "requirements"):
        shutil.copytree(ROOT / folder, root / folder, ignore=dull)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def add(file: Path, text: str) -> int:
    """Text at the end of a file; the number of its first line there."""
    before = file.read_text("utf-8")
    file.write_text(before + text, "utf-8")
    return len(before.splitlines()) + 1


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("inspections/visits.py", "from inspections.ledger import Item\n", "imports inspections.ledger.Item"),
        ("inspections/units.py", "from api.auth import Call\n", "imports api.auth.Call"),
        ("inspections/calculators/rounding.py", "import inspections.kinds\n", "imports inspections.kinds"),
        ("inspections/plans.py", "import inspections.storage.engine\n", "imports inspections.storage.engine"),
        ("inspections/storage/engine.py", "import inspections.replay\n", "imports inspections.replay"),
        ("inspections/ledger.py", "import litestar\n", "imports litestar"),
    ],
)
def test_an_upward_import_is_named(copy, file, text, named):
    line = add(copy / file, text)
    [breach] = (breach for breach in layers.upward_imports(copy) if breach.startswith(file))
    assert breach.startswith(f"{file}:{line} ") and breach.endswith(named)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("inspections/coverage.py", 'QUESTION = "select unit from visit"\n'),
        ("api/routes/visits.py", 'GONE = """\n  delete from entry where seq = 1"""\n'),
        ("inspections/replay.py", 'TABLE = "visit"\nCHANGE = f"update {TABLE} set joint = true"\n'),
        ("inspections/replay.py", 'QUICK = "pragma synchronous=off"\n'),
        ("inspections/exports/spool.py", "import asyncpg\n"),
        ("api/start.py", "def late():\n    import sqlite3\n"),
    ],
)
def test_sql_or_a_driver_outside_storage_is_named(copy, file, text):
    first = add(copy / file, text)
    [breach] = layers.sql_outside_storage(copy)
    assert breach.startswith(file)
    assert int(breach.split(":")[1].split()[0]) in range(first, first + 3)


@pytest.mark.parametrize("opt", ["", ", opt={}", ", opt=allow()"])
def test_a_route_without_a_role_is_named(copy, opt):
    route = f'\n\n@get("/forgotten"{opt})\nasync def forgotten() -> None: ...\n'
    add(copy / "api/routes/registers.py", route)
    [breach] = layers.routes_without_roles(copy)
    assert breach.startswith("api/routes/registers.py:") and breach.endswith(" forgotten")


def test_a_kind_changed_after_its_release_is_named(copy):
    add(copy / "inspections/kinds/steel_patrol.1.toml", "# one more word\n")
    assert house.changed_kinds(copy) == ["steel_patrol.1.toml"]
    (copy / "inspections/kinds/steel_patrol.2.toml").write_text("", "utf-8")
    (copy / "inspections/kinds/dust_ready_mix.1.toml").unlink()
    assert house.changed_kinds(copy) == [
        "dust_ready_mix.1.toml",
        "steel_patrol.1.toml",
        "steel_patrol.2.toml",
    ]


def test_two_migrations_of_one_number_are_named(copy):
    folder = copy / "inspections/storage/migrations"
    (folder / "0001_other.sqlite.sql").write_text("", "utf-8")
    (folder / "0002_other.postgres.sql").write_text("", "utf-8")
    assert house.repeated_migrations(copy) == ["0001_other.sqlite.sql", "0002_other.postgres.sql"]


def test_python_in_the_site_and_packages_below_tests_are_named(copy):
    (copy / "site/hook.py").touch()
    (copy / "tests/storage/__init__.py").touch()
    (copy / "helpers").mkdir()
    (copy / "helpers/__init__.py").touch()
    assert house.misplaced_files(copy) == ["site/hook.py", "tests/storage/__init__.py", "helpers"]


def test_a_site_folder_left_to_its_default_is_named(copy):
    said = (copy / "mkdocs.yml").read_text("utf-8")
    (copy / "mkdocs.yml").write_text(said.replace("site_dir: build/site\n", ""), "utf-8")
    assert house.unnamed_folders(copy) == ["site_dir: build/site"]


def test_a_function_that_went_on_too_long_is_named(copy):
    add(copy / "inspections/units.py", "\n\ndef endless():\n" + "    pass\n" * 70)
    [breach] = house.long_functions(copy)
    assert breach.endswith("endless has 71 lines")


def test_a_pattern_that_lets_a_line_break_through_is_named(copy):
    add(
        copy / "inspections/units.py",
        'Day = Meta(pattern=r"^[0-9]+$")\nOther = Meta(pattern=r"^\\d$(?!\\n)")\n',
    )
    assert house.open_patterns(copy) == [
        r"inspections/units.py ^[0-9]+$",
        r"inspections/units.py ^\d$(?!\n)",
    ]


def test_half_width_punctuation_between_characters_is_named(copy):
    line = add(copy / "inspections/units.py", 'SAID = "请填写单位,再保存"\n')
    line_of_page = add(copy / "site/method.md", "怎么查:看月份\n")
    assert [breach.split(" ")[0] for breach in house.half_width(copy)] == [
        f"inspections/units.py:{line}",
        f"site/method.md:{line_of_page}",
    ]


def test_a_machine_path_and_a_registry_are_named(tmp_path):
    # put together here so that this file does not name them itself
    lines = ["fine", f"cd {'/'}home/somebody", f"pip install -i https://{'py'}pi.org/simple", "a/home/b"]
    (tmp_path / "notes.md").write_text("\n".join(lines), "utf-8")
    assert [leak.split(" ")[0] for leak in house.leaks(tmp_path, [Path("notes.md")])] == [
        "notes.md:2",
        "notes.md:3",
    ]


def test_a_pin_without_a_hash_and_an_address_are_named(copy):
    add(copy / "requirements/run.txt", "--index-url https://example.org\nloose==1.0\n")
    found = house.addresses_in_requirements(copy)
    assert [one.split(": ")[1] for one in found] == ["://", "--index", "loose==1.0 has no hash"]

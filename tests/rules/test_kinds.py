"""Checklist files: complete, sealed, sensible; the grammar of their conditions."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from inspections import reference
from inspections.kinds import KINDS, Kind, KindError, UnknownKind, kind
from inspections.kinds.checklist import read
from inspections.kinds.conditions import ConditionError, holds, parse
from inspections.kinds.limits import rows_of
from inspections.kinds.release import FOLDER, changed, hashes
from inspections.kinds.view import public_view, reference_page

ROOT = Path(__file__).parents[2]
ALL = pytest.mark.parametrize("checklist", KINDS.values(), ids=lambda k: f"{k.kind}.{k.version}")
FULL_WIDTH = str.maketrans("?(),;:", "？（），；：")


# --- complete -------------------------------------------------------------------------------------------


def cells(checklist: Kind) -> list[dict[str, str]]:
    """The questions of a kind in the columns of its reference table, texts in full-width signs."""
    return [
        {
            "version": str(checklist.version),
            "order": str(10 * position),
            "group": question.group,
            "group_zh": question.group_name,
            "key": question.key,
            "question_zh": question.text,
            "answer": question.answer,
            "unit": question.unit or "",
            "choices": listed_choices(question),
            "required": "yes" if question.required else "no",
            "shown_if": question.shown_if or "",
            "fails_if": question.fails_if or "",
            "photo": question.photo or "",
            "legal_basis": question.legal_basis or "",
            "severity": question.severity,
            "source": question.source,
            "confidence": question.confidence,
        }
        for position, question in enumerate(checklist.questions, 1)
    ]


def listed_choices(question) -> str:
    """As the table lists them: none for yes and no, the inputs for a computed question."""
    if question.answer in ("yes_no", "yes_no_na"):
        return ""
    return "|".join(question.inputs or [choice.value for choice in question.choices])


@ALL
def test_every_question_of_the_reference_table_is_asked_as_it_stands_there(checklist):
    texts = ("question_zh", "legal_basis")
    rows = [
        {
            name: cell.translate(FULL_WIDTH) if name in texts else cell
            for name, cell in row.items()
            if name != "note"
        }
        for row in reference.table(checklist.kind)
    ]
    assert cells(checklist) == rows


CODE_LISTS = {
    "steel_patrol": {
        "furnace_type": "furnace_type",
        "furnace_use": "furnace_use",
        "product_kind": "steel_product",
        "result": "steel_result",
    },
    "dust_ready_mix": {"plant_kind": "plant_kind", "outcome": "dust_outcome"},
}


@ALL
def test_choices_carry_the_words_of_the_code_lists(checklist):
    for key, group in CODE_LISTS[checklist.kind].items():
        rows = [row for row in reference.table("code_lists") if row["group"] == group]
        words = {row["key"]: row["name_zh"].translate(FULL_WIDTH) for row in rows}
        assert {choice.value: choice.text for choice in checklist.question(key).choices} == words


@ALL
def test_what_a_person_reads_is_chinese_and_every_yes_has_its_word(checklist):
    for question in checklist.questions:
        words = [question.text, question.group_name, *(choice.text for choice in question.choices)]
        assert all(re.search("[一-鿿]", word) for word in words), question.key
        values = [choice.value for choice in question.choices]
        assert question.answer != "yes_no" or values == ["yes", "no"]
        assert question.answer != "yes_no_na" or values == ["yes", "no", "na"]
    assert {question.photo for question in checklist.questions if question.photo} == set(checklist.slots)


@ALL
def test_limits_named_by_conditions_exist_in_the_unit_of_the_question(checklist):
    named = [
        (checklist.question(part.key).unit, row["unit"])
        for question in checklist.questions
        for part in parse(question.fails_if or "key = none").comparisons()
        if part.limit
        for row in rows_of(part.limit)
    ]
    assert named
    assert all(asked == given for asked, given in named)


def test_the_newest_version_answers_when_none_is_named():
    assert kind("steel_patrol") is kind("steel_patrol", 1)
    for name, version in (("steel_patrol", 9), ("steel", None)):
        with pytest.raises(UnknownKind):
            kind(name, version)


# --- sealed ---------------------------------------------------------------------------------------------


def test_no_released_file_has_changed():
    assert changed(hashes(), FOLDER) == []
    assert set(hashes()) == {f"{name}.{version}.toml" for name, version in KINDS}


def test_a_planted_change_and_a_lost_file_are_named(tmp_path):
    for name in hashes():
        shutil.copy(FOLDER / name, tmp_path)
    assert changed(hashes(), tmp_path) == []
    steel = tmp_path / "steel_patrol.1.toml"
    steel.write_text(steel.read_text(encoding="utf-8").replace("有几台", "共几台"), encoding="utf-8")
    assert changed(hashes(), tmp_path) == ["steel_patrol.1.toml"]
    (tmp_path / "dust_ready_mix.1.toml").unlink()
    assert sorted(changed(hashes(), tmp_path)) == ["dust_ready_mix.1.toml", "steel_patrol.1.toml"]


# --- sensible -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'shown_if = "melting_present in yes|no"\nphoto = "workshop"',
            'shown_if = "result = suspected"\nphoto = "workshop"',
            "steel_patrol.1 · photo_workshop · shown_if = 'result = suspected': result is not asked before",
        ),
        (
            'shown_if = "melting_present = unable"',
            'shown_if = "melting_present = maybe"',
            "steel_patrol.1 · unable_reason · shown_if = 'melting_present = maybe': "
            "melting_present has no such answer",
        ),
        (
            'fails_if = "locked_rooms = yes"',
            'fails_if = "locked_rooms is yes"',
            "steel_patrol.1 · locked_rooms · fails_if = 'locked_rooms is yes': "
            "cannot read 'locked_rooms is yes': expected `key op value`",
        ),
        (
            'fails_if = "new_power_line = yes"',
            'fails_if = "new_power_line has yes"',
            "steel_patrol.1 · new_power_line · fails_if = 'new_power_line has yes': "
            "new_power_line has no such answer",
        ),
        (
            'photo = "seal"',
            'photo = "walrus"',
            "steel_patrol.1 · only_cut_or_sealed · photo slot walrus has no name",
        ),
        (
            'compute = "flag"',
            'compute = "wish"',
            "steel_patrol.1 · suspicion_hint · formula wish is not known",
        ),
        ("max = 500\nshown", "shown", "steel_patrol.1 · furnace_count · a number needs min and max"),
        ('at = "product_kind"', 'at = "produce"', "steel_patrol.1 · question produce is not known"),
    ],
)
def test_a_checklist_that_makes_no_sense_is_refused_by_name(old, new, fault):
    text = (FOLDER / "steel_patrol.1.toml").read_text(encoding="utf-8")
    planted = text.replace(old, new)
    assert planted != text
    with pytest.raises(KindError) as error:
        read(planted)
    assert fault in str(error.value).splitlines()


# --- conditions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = x", True),
        ("a != x", False),
        ("a in y|x", True),
        ("m has p|z", True),
        ("m has z", False),
        ("n >= 3", True),
        ("n < 3.0", False),
        ("n = 3.00", True),
        ("n > @limit", True),
        ("n > @open", False),
        ("gone = x", False),
        ("gone != x", False),
        ("a = x or a = y and n < 0", True),
        ("a = y and n < 0 or n > 2", True),
        ("a = y and n > 0", False),
    ],
)
def test_conditions_on_answers(text, expected):
    answers = {"a": "x", "n": Decimal(3), "m": ("p", "q")}
    assert holds(parse(text), answers, {"limit": Decimal(2), "open": None}.__getitem__) is expected


@pytest.mark.parametrize(
    "text", ["", "a", "a ~ x", "a = x|y", "a = x and", "a in @limit", "(a = x)", "a  = x"]
)
def test_what_does_not_follow_the_grammar_is_refused(text):
    with pytest.raises(ConditionError):
        parse(text)


# --- shown to others ------------------------------------------------------------------------------------


def test_the_phone_gets_every_question_as_json():
    view = msgspec.json.decode(msgspec.json.encode(public_view(kind("steel_patrol"))))
    assert (view["kind"], view["version"], view["name"]) == ("steel_patrol", 1, "地条钢巡察")
    assert (view["result_question"], view["not_inspected"]) == ("result", ["no_entry"])
    assert view["slots"]["gate"] == "大门"
    assert len(view["questions"]) == 54
    first = view["questions"][0]
    assert first["choices"][0] == {"value": "yes", "text": "有"}
    assert (first["group_name"], first["required"], first["shown_if"], first["photo"]) == (
        "入手",
        True,
        None,
        None,
    )
    count = next(question for question in view["questions"] if question["key"] == "furnace_count")
    assert (count["answer"], count["unit"], count["min"], count["max"]) == ("integer", "台", "0", "500")


def test_the_reference_page_is_printed_from_the_checklists():
    assert (ROOT / "docs/reference/kinds.md").read_text(encoding="utf-8") == reference_page()

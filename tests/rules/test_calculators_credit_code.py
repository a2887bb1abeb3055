"""统一社会信用代码: what is accepted, what is refused, and the words for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.calculators.credit_code import (
    ALPHABET,
    check,
    check_character,
    make,
    normalise,
    organisation_check_character,
)

VALID = "91360121MA35000156"
PUBLIC = "91110000600037341L"  # the example of python-stdnum
BODIES = st.builds(
    lambda head, region, organisation: head + region + organisation,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def test_T23_two_swapped_digits_are_refused_and_the_expected_character_named() -> None:
    found = check("91360121MA35000516")
    assert not found.valid
    assert found.reason == "校验不通过：按前17位计算，第18位应为“X”，现为“6”，请核对是否有错位或错字"


def test_T23_the_right_code_is_accepted_without_a_warning() -> None:
    found = check(VALID)
    assert (found.valid, found.reason, found.warnings) == (True, "", ())


def test_T23_when_the_sum_is_a_multiple_of_31_the_check_character_is_0() -> None:
    assert check_character("91360121MA3500015") == "6"
    assert check_character("91360121MA0000018") == "0"
    assert check("91360121MA00000180").valid


def test_T23_the_organisation_part_has_its_own_check_that_only_warns() -> None:
    found = check("91360121MA00000180")
    assert found.valid
    assert found.warnings == (
        "第9至17位（组织机构代码）按GB 11714计算，第17位应为“5”，现为“8”，请对照营业执照",
    )
    assert organisation_check_character("MA350001") == "5"


@pytest.mark.parametrize("head", ["A1", "N2", "Y1", "9A"])
def test_letters_may_lead_though_python_stdnum_refuses_them(head: str) -> None:
    code = make(head + PUBLIC[2:17])
    assert check(code).valid and code.startswith(head)


@pytest.mark.parametrize(
    "typed",
    [
        "91360121ma35000156",
        " 9136 0121 MA35 0001 56\n",
        "９１３６０１２１ＭＡ３５０００１５６",
        "91360121-MA350001-56",
    ],
)
def test_case_blanks_hyphens_and_full_width_do_not_matter(typed: str) -> None:
    assert normalise(typed) == VALID
    assert check(typed).valid


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "没有填写代码"),
        (VALID[:-1], "应为18位，现为17位"),
        (
            "9136O121MA35000156",
            "第5位“O”不能用在代码中（只用数字和除I、O、S、V、Z外的大写字母），是否为数字“0”",
        ),
        ("91A60121MA35000156", "第3位“A”应为数字（第3至8位是登记机关行政区划码）"),
        (
            "9136012*MA3500015",
            "应为18位，现为17位；第8位“*”不能用在代码中（只用数字和除I、O、S、V、Z外的大写字母）",
        ),
    ],
)
def test_every_misshapen_place_is_named(typed: str, reason: str) -> None:
    assert check(typed).reason == reason


@pytest.mark.parametrize("code", [VALID, PUBLIC])
def test_T23_every_one_character_change_is_refused(code: str) -> None:
    changes = [
        code[:place] + sign + code[place + 1 :]
        for place in range(18)
        for sign in ALPHABET
        if sign != code[place]
    ]
    assert len(changes) == 540
    assert [changed for changed in changes if check(changed).valid] == []


@given(body=BODIES, place=st.integers(0, 17), sign=st.sampled_from(ALPHABET))
def test_T23_one_changed_character_of_any_code_is_refused(body: str, place: int, sign: str) -> None:
    code = body + check_character(body)
    changed = code[:place] + sign + code[place + 1 :]
    assert check(code).valid
    assert check(changed).valid == (changed == code)


@given(text=st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    assert check(text).valid or check(text).reason


def test_make_gives_a_full_code_and_refuses_a_body_that_would_warn() -> None:
    assert make("91360121MA3500015") == VALID
    with pytest.raises(ValueError, match="第17位应为“5”"):
        make("91360121MA0000018")


@pytest.mark.parametrize(("body", "character"), [("00000000", "0"), ("00000006", "X"), ("60003734", "1")])
def test_the_organisation_check_writes_ten_as_X_and_eleven_as_0(body: str, character: str) -> None:
    assert organisation_check_character(body) == character

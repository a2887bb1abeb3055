"""Random forms: whatever a phone sends is reviewed without a crash, and a hidden question has no say."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.kinds import KINDS
from inspections.kinds.answers import review
from inspections.kinds.reading import path

DAY = date(2026, 11, 22)
ANY_ANSWER = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.text(max_size=3), max_size=2),
)


def likely(question) -> st.SearchStrategy:
    """Mostly what the question asks for, sometimes anything at all."""
    values = [choice.value for choice in question.choices]
    if question.answer == "multi":
        good = st.lists(st.sampled_from(values), unique=True)
    elif values:
        good = st.sampled_from(values)
    else:
        good = st.integers(-1, 2000).map(lambda n: n if question.answer == "integer" else f"{n / 10}")
    return st.one_of(good, good, good, ANY_ANSWER)


@st.composite
def forms(draw):
    checklist = draw(st.sampled_from(list(KINDS.values())))
    answers = draw(st.fixed_dictionaries({}, optional={q.key: likely(q) for q in checklist.questions}))
    answers |= draw(st.dictionaries(st.text(max_size=4), ANY_ANSWER, max_size=2))
    opening = checklist.questions[0] if draw(st.booleans()) else checklist.questions[1]
    answers |= {opening.key: draw(likely(opening))}
    words = st.one_of(st.text(max_size=8), st.integers())
    texts = draw(st.dictionaries(st.sampled_from([q.key for q in checklist.questions]), words, max_size=3))
    slots = draw(st.lists(st.sampled_from(["", "nowhere", *checklist.slots]), max_size=8))
    return checklist, answers, texts, slots


@settings(max_examples=150, deadline=None)
@given(forms())
def test_any_form_is_reviewed_and_what_is_hidden_has_no_say(form):
    checklist, answers, texts, slots = form
    answer = review(checklist, answers, texts, slots, DAY)
    hidden = {question.key for question in checklist.questions} - set(answer.shown)
    places = {path(checklist.question(key)) for key in hidden}
    assert places.isdisjoint({fault.path for fault in answer.missing})
    assert hidden.isdisjoint(failure.key for failure in answer.failed)
    assert hidden.isdisjoint(answer.computed)
    seen = {key: value for key, value in answers.items() if key not in hidden}
    without = review(checklist, seen, {k: v for k, v in texts.items() if k not in hidden}, slots, DAY)
    for part in ("shown", "missing", "computed", "failed", "tests", "hints", "result", "inspected"):
        assert getattr(without, part) == getattr(answer, part), part

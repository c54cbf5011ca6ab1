"""The published worked examples, all of them, through the same door as `flask vectors run` (WF-63, WF-120)."""

import json

import pytest

from shuangluan import vectors
from shuangluan.cli import ENGINES
from shuangluan.workforce.rules import wording
from tests.workforce.shipped import VECTORS, document

FILE = VECTORS / "workforce_vectors.json"


EXAMPLES = vectors.run_file(FILE, ENGINES)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one.id}-{one.fn}" for one in EXAMPLES])
def test_wf_120_worked_example(example):
    assert example.passed, example.problem


def test_wf_120_there_are_a_hundred_of_them():
    assert len(EXAMPLES) == 100


def test_wf_63_every_published_function_is_an_engine():
    assert set(json.loads(FILE.read_text(encoding="utf-8"))["functions"]) <= set(ENGINES)


LINES = document("lines")
RENAMED = {
    ("grade", "STEP"): "BAND_STEP",
    ("grade", "MISSING"): "WINDOW_MISSING",
    ("grade", "STEP_WINDOW"): "WINDOW_STEP",
    ("education_change", "HEAD"): "EDUCATION_HEAD",
    ("education_change", "NONE"): "NO_EFFECT",
    ("post_change", "HEAD"): "CHANGE_HEAD",
    ("post_change", "KEEP"): "UNCHANGED",
    ("next_step", "ANNUAL_STEP"): "NEXT_YEAR",
    ("next_step", "SERVICE_BAND"): "NEXT_BAND",
    ("pay", "LINE"): "PAY",
}
TEMPLATES = [
    (RENAMED.get((group, name), name), text)
    for group in ("grade", "annual", "education_change", "post_change", "next_step", "pay")
    for name, text in LINES[group].items()
    if name.isupper() and isinstance(text, str)
]


@pytest.mark.parametrize(("name", "published"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_wf_85_the_sentences_are_word_for_word_the_published_ones(name, published):
    plain = published.replace("[ + {plus}…]", "{plus}").replace("{year+1}", "{year1}").replace("{grade+1}", "{grade}")
    assert getattr(wording, name) == plain


def test_wf_85_the_sentences_with_two_forms_too():
    start, credit = LINES["grade"]["START"], LINES["grade"]["CREDIT"]
    assert (start["POST_X_EDU"], start["POST_MIN"]) == (wording.START_POST_X_EDU, wording.START_POST_MIN)
    assert (credit["full"], credit["partial"]) == (wording.CREDIT_FULL, wording.CREDIT_PARTIAL)

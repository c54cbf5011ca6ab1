"""The worked examples of deadlines all pass, and the runner tells a wrong one from a right one (GR-24)."""

import json
from pathlib import Path
from typing import Any

import pytest

from shuangluan import vectors
from shuangluan.kernel import workdays
from shuangluan.kernel.errors import RuleBroken

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


def test_every_deadline_vector_passes():
    said: list[str] = []
    assert vectors.run([VECTORS / "deadline_vectors.json"], workdays.ENGINES, said.append) == 0
    assert said == ["30 passed, 0 failed"] or said[-1].endswith(" passed, 0 failed")
    assert int(said[-1].split()[0]) > 20


def an_engine(a: int, box: dict[str, Any] | None = None) -> dict[str, Any]:
    """Doubles; refuses what is negative."""
    if a < 0:
        raise RuleBroken("不能是负数")
    return {"twice": a * 2, "list": [a, {"b": a}], "box": box}


def run(tmp_path: Path, *examples: dict[str, Any], names: dict[str, Any] | None = None) -> tuple[int, list[str]]:
    file = tmp_path / "v.json"
    file.write_text(json.dumps({"names": names or {}, "vectors": list(examples)}), encoding="utf-8")
    said: list[str] = []
    return vectors.run([file], {"double": an_engine}, said.append), said


def example(expect: Any, fn: str = "double", **args: Any) -> dict[str, Any]:
    return {"id": "X1", "fn": fn, "args": args, "expect": expect}


@pytest.mark.parametrize(
    ("expect", "args", "passes"),
    [
        ({"twice": 4}, {"a": 2}, True),
        ({"twice": 5}, {"a": 2}, False),
        ({"twice": 4.0}, {"a": 2}, False),
        ({"list": [2, {"b": 2}]}, {"a": 2}, True),
        ({"list": [2]}, {"a": 2}, False),
        ({"more": 1}, {"a": 2}, False),
        ({"error": True}, {"a": -1}, True),
        ({"error": True}, {"a": 1}, False),
        ({"twice": 2}, {"a": -1}, False),
        ({"twice": 2}, {"wrong": 1}, False),
    ],
)
def test_an_example_passes_only_when_all_it_expects_is_there(tmp_path: Path, expect: Any, args: Any, passes: bool):
    status, said = run(tmp_path, example(expect, **args))
    assert status == (0 if passes else 1)
    assert said[-1] == ("1 passed, 0 failed" if passes else "0 passed, 1 failed")


def test_an_unknown_function_is_a_failure(tmp_path: Path):
    status, said = run(tmp_path, example({}, fn="nothing"))
    assert (status, said) == (1, ["v.json X1 nothing: 没有这个函数", "0 passed, 1 failed"])


def test_names_stand_for_files_keys_of_files_objects_and_calendars(tmp_path: Path):
    (tmp_path / "doc.json").write_text('{"part": {"n": 1}}', encoding="utf-8")
    meanings = {
        "file": "doc.json",
        "key": "doc.json 的 part",
        "inline": {"n": 2},
        "calendar": {"files": ["doc.json"], "add": {"year": 2027}},
    }
    wanted = {
        "file": {"part": {"n": 1}},
        "key": {"n": 1},
        "inline": {"n": 2},
        "calendar": {"files": [{"part": {"n": 1}}], "add": {"year": 2027}},
    }
    examples = [example({"box": wanted[name]}, a=1, box=name) for name in meanings]
    assert run(tmp_path, *examples, names={"box": meanings})[0] == 0


def test_an_override_changes_a_copy_not_the_named_object(tmp_path: Path):
    changed = {**example({"box": {"n": 9}}, a=1, box="inline"), "override": {"box.n": 9}}
    status, said = run(
        tmp_path, changed, example({"box": {"n": 2}}, a=1, box="inline"), names={"box": {"inline": {"n": 2}}}
    )
    assert (status, said) == (0, ["2 passed, 0 failed"])
    wrong = {**example({}, a=1), "override": {"box.x.y": 1}}
    assert "override 的路径 box.x.y 不存在" in run(tmp_path, wrong)[1][0]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"vectors": 3}', "not json"])
def test_a_file_that_holds_no_examples_says_so(tmp_path: Path, text: str):
    file = tmp_path / "v.json"
    file.write_text(text, encoding="utf-8")
    said: list[str] = []
    assert vectors.run([file], {}, said.append) == 1
    assert said[-1] == "0 passed, 1 failed"
    assert vectors.run([tmp_path / "missing.json"], {}, said.append) == 1

"""Worked examples (验收向量) run through the engines: `flask vectors run FILE…` (D9).

A file holds `names` (what a name in an argument stands for), and `vectors`, each with `id`, `fn`, `args`,
perhaps `override`, and `expect`. The district checks a new scheme with it, the tests use it too.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Engines = Mapping[str, Callable[..., Any]]

KEY_OF = " 的 "  # “catalogues/owners_vote_matters.json 的 settings”: one key of a file


class BadFile(ValueError):
    """A file of examples, or one that it names, cannot be read; the text is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one example came out; `problem` is empty when it passed."""

    file: str
    id: str
    fn: str
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether the example came out as expected."""
        return not self.problem


def run_file(path: Path, engines: Engines) -> list[Result]:
    """Run every example of the file at `path`; `engines` maps `fn` to the function under test.

    A missing engine and an engine that breaks are failures of their example. Raises BadFile where the file
    itself, or one that `names` points to, cannot be read.
    """
    document = load(path)
    vectors = document.get("vectors") if isinstance(document, dict) else None
    if not isinstance(vectors, list):
        raise BadFile(f"{path.name} 里没有 vectors，不是验收向量文件")
    names = _Names(path, document.get("names", {}))
    return [_run(path.name, position, vector, names, engines) for position, vector in enumerate(vectors, 1)]


def run(paths: Iterable[Path], engines: Engines, say: Callable[[str], object]) -> int:
    """Run several files, `say` each failure and last `N passed, N failed`; returns the exit status."""
    passed = failed = 0
    for path in paths:
        try:
            results = run_file(path, engines)
        except BadFile as broken:
            results = [Result(path.name, "-", "-", str(broken))]
        for result in results:
            if not result.passed:
                say(f"{result.file} {result.id} {result.fn}: {result.problem}")
        passed += sum(result.passed for result in results)
        failed += sum(not result.passed for result in results)
    say(summary(passed, failed))
    return 1 if failed else 0


def summary(passed: int, failed: int) -> str:
    """The last line of a run."""
    return f"{passed} passed, {failed} failed"


def difference(expected: Any, actual: Any, where: str = "") -> str:
    """Where `actual` first differs from `expected`, as a sentence; empty when it does not.

    Of objects only the expected keys count; lists agree in length, order and every item; texts and numbers
    are equal outright, so 1 is neither true nor 1.0.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, Mapping):
            return _differs(where, expected, actual)
        for key, value in expected.items():
            inside = f"{where}.{key}" if where else key
            if key not in actual:
                return f"{inside} 缺少，应为 {_shown(value)}"
            if found := difference(value, actual[key], inside):
                return found
        return ""
    if isinstance(expected, list):
        return _list_difference(expected, actual, where)
    same = _kind(expected) is _kind(actual) and expected == actual
    return "" if same else _differs(where, expected, actual)


def _list_difference(expected: list[Any], actual: Any, where: str) -> str:
    if not isinstance(actual, Sequence) or isinstance(actual, str):
        return _differs(where, expected, actual)
    if len(expected) != len(actual):
        return f"{where or '结果'} 应有 {len(expected)} 项，得到 {len(actual)} 项：{_shown(actual)}"
    pairs = enumerate(zip(expected, actual, strict=True))
    return next((found for at, pair in pairs if (found := difference(*pair, f"{where}[{at}]"))), "")


def _kind(value: Any) -> type:
    """The JSON kind of a value: an enum of texts is a text."""
    return next((kind for kind in (bool, int, float, str) if isinstance(value, kind)), type(value))


def _differs(where: str, expected: Any, actual: Any) -> str:
    return f"{where or '结果'} 应为 {_shown(expected)}，得到 {_shown(actual)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _run(file: str, position: int, vector: Any, names: "_Names", engines: Engines) -> Result:
    if not isinstance(vector, dict) or not {"fn", "args", "expect"} <= vector.keys():
        return Result(file, f"第 {position} 条", "-", "缺少 fn、args 或 expect")
    fn = str(vector["fn"])
    known = str(vector.get("id", f"第 {position} 条"))
    if fn not in engines:
        return Result(file, known, fn, "没有这个函数")
    args = {param: names.meaning(param, value) for param, value in vector["args"].items()}
    for path, value in vector.get("override", {}).items():
        if problem := _override(args, path, value):
            return Result(file, known, fn, problem)
    return Result(file, known, fn, _outcome(engines[fn], args, vector["expect"]))


def _outcome(engine: Callable[..., Any], args: dict[str, Any], expect: Any) -> str:
    wants_error = isinstance(expect, dict) and expect.get("error") is True
    try:
        actual = engine(**args)
    except ValueError as refused:  # RuleBroken is one: an engine that refuses its input
        return "" if wants_error else f"应为 {_shown(expect)}，却被拒绝：{refused}"
    except Exception as broken:  # a broken engine fails its example, the others still run
        return f"出错 {type(broken).__name__}：{broken}"
    return f"应当被拒绝，却得到 {_shown(actual)}" if wants_error else difference(expect, actual)


def _override(args: dict[str, Any], path: str, value: Any) -> str:
    """Write `value` at the dotted `path`, whose first part is a parameter; keys may be new."""
    *parents, last = path.split(".")
    target: Any = args
    for part in parents:
        try:
            target = target[int(part)] if isinstance(target, list) else target[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return f"override 的路径 {path} 不存在"
    if isinstance(target, list) and last.isascii() and last.isdigit() and int(last) < len(target):
        target[int(last)] = deepcopy(value)
    elif isinstance(target, dict):
        target[last] = deepcopy(value)
    else:
        return f"override 的路径 {path} 不存在"
    return ""


class _Names:
    """What a name stands for in the arguments of one file; every meaning is a fresh copy."""

    def __init__(self, path: Path, names: Mapping[str, Mapping[str, Any]]) -> None:
        self._folder = path.parent
        self._names = names
        self._files: dict[str, Any] = {}

    def meaning(self, param: str, value: Any) -> Any:
        """`value`, or what it names for the parameter `param`."""
        names = self._names.get(param, {})
        if not isinstance(value, str) or value not in names:
            return deepcopy(value)
        return deepcopy(self._resolved(names[value]))

    def _resolved(self, target: Any) -> Any:
        """A text is a file or a key of one, `{files, add}` a calendar; anything else stands for itself."""
        if isinstance(target, str):
            name, _, key = target.partition(KEY_OF)
            return self._part(name, key) if key else self._file(name)
        if isinstance(target, dict) and isinstance(target.get("files"), list):
            return {**target, "files": [self._resolved(name) for name in target["files"]]}
        return target

    def _part(self, name: str, key: str) -> Any:
        document = self._file(name)
        if not isinstance(document, dict) or key not in document:
            raise BadFile(f"{name} 里没有 {key}")
        return document[key]

    def _file(self, name: str) -> Any:
        if name not in self._files:
            self._files[name] = load(self._folder / name)
        return self._files[name]


def load(path: Path) -> Any:
    """The JSON document at `path`. Raises BadFile with a sentence where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as broken:
        raise BadFile(f"读不到 {path.name}：{broken.strerror}") from broken
    except ValueError as broken:
        raise BadFile(f"{path.name} 不是 JSON 文件：{broken}") from broken

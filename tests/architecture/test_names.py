"""House style that a reader would otherwise have to check by eye (architecture 4.2, 4.4)."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from shuangluan.kernel import audit

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "shuangluan").rglob("*.py"))
FORBIDDEN = {"utils.py", "helpers.py", "common.py", "misc.py"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 30


@cache
def parsed() -> dict[str, ast.Module]:
    """Every module's tree, under its path."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def faults(find: Callable[[ast.Module], Iterable[str]]) -> dict[str, list[str]]:
    """What `find` finds wrong, module by module; one test reads them all, since thousands cost a minute to set up."""
    found = {path: list(find(tree)) for path, tree in parsed().items()}
    return {path: wrong for path, wrong in found.items() if wrong}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def lines_of(function: ast.FunctionDef) -> int:
    """Lines of what it does: signature and docstring aside, which the formatter and care for the reader lengthen."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """What a module offers: its public functions and classes, and the public methods of those."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                methods = (one for one in node.body if isinstance(one, ast.FunctionDef))
                yield from (one for one in methods if not one.name.startswith("_") and not is_stub(one))


def is_stub(function: ast.FunctionDef) -> bool:
    """A method of a Protocol, or one that only fulfils a base class's contract."""
    last = function.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...


INHERITED = {"process_bind_param", "process_result_value", "to_python"}


def test_a_module_is_short_and_named_for_what_it_holds():
    assert [path for path in SOURCES if path.name in FORBIDDEN] == []
    lines = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_a_function_fits_on_a_screen():
    assert faults(lambda tree: (f.name for f in functions(tree) if lines_of(f) > MOST_FUNCTION_LINES)) == {}


def test_what_is_public_says_what_it_means():
    assert [path for path, tree in parsed().items() if not ast.get_docstring(tree)] == []
    assert faults(silent) == {}


def silent(tree: ast.Module) -> Iterator[str]:
    yield from (d.name for d in public_definitions(tree) if d.name not in INHERITED and not ast.get_docstring(d))


def test_identifiers_are_english():
    assert faults(lambda tree: (name for name in named(tree) if not name.isascii())) == {}


def named(tree: ast.Module) -> set[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return found | {f.name for f in functions(tree)}


def test_only_the_clock_asks_for_the_time():
    clock = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    callers = [path.name for path in SOURCES if clock.search(path.read_text(encoding="utf-8"))]
    assert callers == ["clock.py"]


def test_every_action_that_is_recorded_has_a_chinese_sentence(assembled: Flask):
    slices = "kernel|auth|grid|red_property|workforce|overview"
    action = re.compile(rf'"((?:{slices})\.[a-z_]+\.[a-z_]+|auth\.[a-z_]+)"')
    recorded = {found for path in SOURCES for found in action.findall(path.read_text(encoding="utf-8"))}
    recorded = {one for one in recorded if one.count(".") >= 1 and not one.startswith(("auth.views", "grid.appeal_"))}
    endpoints = set(assembled.view_functions)
    silent = sorted(one for one in recorded - endpoints if one not in audit.SENTENCES)
    assert silent == []
    assert all(re.search("[\u4e00-\u9fff]", sentence) for sentence in audit.SENTENCES.values())


def test_nothing_is_silenced_without_a_reason():
    mark = re.compile(r"#\s*(noqa|type:\s*ignore)")
    bare = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if mark.search(line) and line.count("#") < 2
    ]
    assert bare == []

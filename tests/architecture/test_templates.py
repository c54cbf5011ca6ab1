"""Templates keep to their own folder and to the content policy (architecture 4.3, security C03, C08)."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAMES = {"base.html", "register.html", "phone.html", "board.html", "print.html", "signin.html"}
CLASS_LIST = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
PRINTED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
CHOSEN = re.compile(r"\{\{\s*\"([\w -]+)\"\s+if\b|\belse\s+\"([\w -]+)\"\s*\}\}")
LEGAL_FIXED = re.compile(r"<script>[^<]|<style|\sstyle=|\son[a-z]+=\"|hx-on|\|\s*safe|js:")


def faults(find: Callable[[str, str], Iterable[str]]) -> dict[str, list[str]]:
    """What `find` finds wrong in a template's text, given with its folder; one test reads them all."""
    found: dict[str, list[str]] = {}
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates")
        found[str(name)] = list(find(path.read_text(encoding="utf-8"), name.parts[0]))
    return {name: wrong for name, wrong in found.items() if wrong}


def referred(tree: nodes.Template) -> list[str]:
    """The templates that a template extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    names = [node.template for kind in kinds for node in tree.find_all(kind)]
    assert all(isinstance(name, nodes.Const) for name in names), "a template is chosen while it is drawn"
    return [name.value for name in names if isinstance(name, nodes.Const)]


def test_a_template_uses_the_frames_the_components_and_its_own_folder(assembled: Flask):
    def foreign(text: str, folder: str) -> list[str]:
        own = ("components/", f"{folder}/")
        return [n for n in referred(assembled.jinja_env.parse(text)) if n not in FRAMES and not n.startswith(own)]

    assert faults(foreign) == {}


def test_a_template_holds_nothing_that_the_policy_forbids():
    assert faults(lambda text, _folder: LEGAL_FIXED.findall(text)) == {}


def test_every_address_in_a_template_exists(assembled: Flask):
    known = set(assembled.view_functions)

    def missing(text: str, folder: str) -> set[str]:
        endpoints = set(re.findall(r"url_for\(\s*[\"']([a-z_.]+)[\"']", text))
        return {n for n in endpoints if (f"{folder}{n}" if n.startswith(".") else n) not in known}

    assert faults(missing) == {}


def test_a_button_that_does_not_submit_says_so():
    """Every <button> either stands in a form or has type="button": none does nothing."""

    def idle(text: str, _folder: str) -> list[str]:
        if any(one in text for one in ("<form", "{% call", "macro", "caller")):
            return []
        return [b for b in re.findall(r"<button[^>]*>", text) if 'type="button"' not in b and "form=" not in b]

    assert faults(idle) == {}


def classes_of(text: str) -> set[str]:
    """The classes that a template spells out, also those it chooses by a condition; not what a value fills in."""
    found: set[str] = set()
    for written in CLASS_LIST.findall(text):
        chosen = [one or other for one, other in CHOSEN.findall(written)]
        found |= set(" ".join(chosen).split())
        found |= {one for one in PRINTED.sub("\0", written).split() if "\0" not in one}
    return found


def test_every_class_in_a_template_is_one_of_the_design_or_of_the_script():
    styles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.css"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.js"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles)) | set(re.findall(r"[\w-]+", scripts))
    used = {path: classes_of(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {str(path): names - known for path, names in used.items() if names - known} == {}


def test_the_search_for_classes_can_find_what_it_looks_for():
    text = '<p class="a {{ "b" if x == "y" else "c" }}{% if z %} d{% endif %}"><i class="due {{ tone }}">'
    assert classes_of(text) >= {"a", "b", "c", "due"}
    assert "y" not in classes_of(text)


def test_the_policy_check_can_fail():
    assert LEGAL_FIXED.search('<p style="x">')
    assert LEGAL_FIXED.search("{{ text|safe }}")
    assert LEGAL_FIXED.search('<a onclick="x">')

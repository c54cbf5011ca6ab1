"""Templates keep to their own folder and to the content policy (architecture 4.3, security C03, C08)."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.conftest import a_site

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAMES = {"base.html", "register.html", "phone.html", "board.html", "print.html", "signin.html"}
ids = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
CLASS_LIST = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
PRINTED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
CHOSEN = re.compile(r"\{\{\s*\"([\w -]+)\"\s+if\b|\belse\s+\"([\w -]+)\"\s*\}\}")
LEGAL_FIXED = re.compile(r"<script>[^<]|<style|\sstyle=|\son[a-z]+=\"|hx-on|\|\s*safe|js:")


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site put together; no page asks its database."""
    folder = tmp_path_factory.mktemp("assembled")
    return a_site(folder, f"sqlite:///{folder}/none.db")


def referred(tree: nodes.Template) -> list[str]:
    """The templates that a template extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    names = [node.template for kind in kinds for node in tree.find_all(kind)]
    assert all(isinstance(name, nodes.Const) for name in names), "a template is chosen while it is drawn"
    return [name.value for name in names if isinstance(name, nodes.Const)]


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_uses_the_frames_the_components_and_its_own_folder(assembled: Flask, path: Path):
    folder = path.relative_to(ROOT / "templates").parts[0]
    tree = assembled.jinja_env.parse(path.read_text(encoding="utf-8"))
    foreign = [
        name for name in referred(tree) if not (name in FRAMES or name.startswith(("components/", f"{folder}/")))
    ]
    assert foreign == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path):
    found = LEGAL_FIXED.findall(path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_every_address_in_a_template_exists(assembled: Flask, path: Path):
    text = path.read_text(encoding="utf-8")
    endpoints = set(re.findall(r"url_for\(\s*[\"']([a-z_.]+)[\"']", text))
    relative = {name for name in endpoints if name.startswith(".")}
    folder = path.relative_to(ROOT / "templates").parts[0]
    known = set(assembled.view_functions)
    missing = {n for n in endpoints - relative if n not in known} | {n for n in relative if f"{folder}{n}" not in known}
    assert missing == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_button_that_does_not_submit_says_so(path: Path):
    """Every <button> either stands in a form or has type="button": none does nothing."""
    text = path.read_text(encoding="utf-8")
    if "<form" not in text and "{% call" not in text and "macro" not in text and "caller" not in text:
        plain = [b for b in re.findall(r"<button[^>]*>", text) if 'type="button"' not in b and "form=" not in b]
        assert plain == []


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

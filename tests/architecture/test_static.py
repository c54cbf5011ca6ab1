"""What is under static/ runs in Chromium 86, comes from nowhere else and is what the lock says (D14, D32, design 8)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
OWN = sorted(
    path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
)
CSS_TOO_NEW = {
    "nesting": re.compile(r"^\s*&", re.M),
    ":is :where :has": re.compile(r":(is|where|has)\("),
    ":not of a list": re.compile(r":not\([^()]*,"),
    "container queries": re.compile(r"@container|container-type"),
    "layers": re.compile(r"@layer"),
    "inset": re.compile(r"(?<![-\w])inset(-block|-inline)?\s*:"),
    "aspect-ratio": re.compile(r"aspect-ratio\s*:"),
    "logical shorthands": re.compile(r"(margin|padding)-(inline|block)\s*:"),
    "color-mix": re.compile(r"color-mix\("),
    "dynamic viewport": re.compile(r"\d(dvh|svh|lvh)\b"),
    "subgrid": re.compile(r"subgrid"),
    "addresses": re.compile(r"url\("),
}
JS_TOO_NEW = {
    "at": re.compile(r"\.at\("),
    "hasOwn": re.compile(r"Object\.hasOwn\("),
    "structuredClone": re.compile(r"structuredClone"),
    "randomUUID": re.compile(r"randomUUID"),
    "replaceChildren": re.compile(r"replaceChildren"),
    "logical assignment": re.compile(r"\?\?="),
    "eval": re.compile(r"\beval\(|new Function"),
    "inert and popover": re.compile(r"\.inert\b|popover"),
}


@pytest.mark.parametrize("feature", CSS_TOO_NEW)
def test_the_styles_run_in_chromium_86(feature: str):
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "app.css").read_text(encoding="utf-8"), flags=re.S)
    assert CSS_TOO_NEW[feature].findall(text) == []


@pytest.mark.parametrize("feature", JS_TOO_NEW)
def test_the_scripts_run_in_chromium_86(feature: str):
    scripts = [path.read_text(encoding="utf-8") for path in OWN if path.suffix == ".js"]
    assert JS_TOO_NEW[feature].findall("".join(scripts)) == []


def test_the_searches_can_find_what_they_look_for():
    new = "a{&:hover{}} a:is(b){} a:not(b,c){} @container x{} @layer y; a{inset:0;aspect-ratio:1;margin-inline:0}"
    new += " a{color:color-mix(in srgb,red,blue);height:1dvh;grid:subgrid;background:url(x)}\n& b{}"
    assert [name for name, pattern in CSS_TOO_NEW.items() if not pattern.search(new)] == []


@pytest.mark.parametrize("path", OWN, ids=[path.name for path in OWN])
def test_nothing_points_outside(path: Path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z0-9-]+\.[a-z]{2,}", text)


def test_the_script_stays_small():
    assert len((STATIC / "app.js").read_text(encoding="utf-8").splitlines()) <= 300


def test_the_vendored_files_are_those_of_the_lock():
    run = subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "vendor.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_locks_carry_hashes_and_no_address():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--find-links", text)


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r'icon\("([a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    assert named <= drawn

"""The contracts of the import graph hold, and each of them can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]

VIOLATIONS = {
    "Floors": ("shuangluan/kernel/clock.py", "from shuangluan.auth import rules"),
    "Inside a slice": ("shuangluan/grid/queries/book.py", "from shuangluan.grid import services"),
    "Inside the kernel": ("shuangluan/kernel/pii.py", "from shuangluan.kernel import people"),
    "Rules are pure": ("shuangluan/grid/rules/numbering.py", "import sqlalchemy"),
    "Services and queries never see the web": ("shuangluan/grid/queries/book.py", "import flask"),
    "Threads act through services and queries": ("shuangluan/threads/views.py", "from shuangluan.grid import forms"),
    "Only a slice touches its own tables": ("shuangluan/overview/views.py", "from shuangluan.grid import models"),
}


def test_the_contracts_hold():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the tree with one forbidden import for each contract."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "shuangluan", copy / "shuangluan", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for file, line in VIOLATIONS.values():
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    code = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", code, "--config", "pyproject.toml", "--no-cache"]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_each_contract_is_broken_by_the_import_it_forbids(broken_contracts: str, contract: str):
    assert f"{contract} BROKEN" in broken_contracts


def test_every_contract_has_its_violation():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert text.count("[[tool.importlinter.contracts]]") == len(VIOLATIONS)

"""What ships with the site is what the worked examples were written for (WF-60)."""

import json
from pathlib import Path

import pytest

from tests.workforce.shipped import document

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "migrations" / "data" / "workforce").glob("*.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_document_is_the_published_one(path: Path):
    assert json.loads(path.read_text(encoding="utf-8")) == document(path.stem)

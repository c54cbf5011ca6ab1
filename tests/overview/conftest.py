"""Slices that do not exist: what they answer to the ports is put together by the pages all the same."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import literal, select, union_all

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import ports
from shuangluan.kernel.ports import Step

STEPS = (
    Step("far.sign", "red_property", "签认", "overview.draft", "draft_id"),
    Step("far.review", "red_property", "复核", "overview.draft", "draft_id", group="review"),
    Step("near.receive", "grid", "签收", "overview.draft", "draft_id", group="assigned", act="overview.draft_removal"),
    Step("near.verify", "grid", "核查", "overview.attachment", "attachment_id"),
)  # fmt: skip


def todo_rows(*rows: tuple[str, int, str, datetime | None]) -> Any:
    """A select of to-dos from (step, record_id, title, due_at); a union where there are several."""
    selects = [
        select(
            literal(step).label("step"),
            literal(number).label("record_id"),
            literal(title).label("title"),
            literal(f"第 {number} 号").label("note"),
            literal(due, UtcDateTime()).label("due_at"),
        )
        for step, number, title, due in rows
    ]
    return union_all(*selects) if len(selects) > 1 else selects[0]


@pytest.fixture
def slices(app: Any, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The ports, bound to nothing but what the test binds; put back afterwards. `wait` binds a slice's to-dos."""
    empty: dict[str, list[Callable[..., Any]]] = {"todo": [], "search": [], "figures": []}
    for name, answers in empty.items():
        monkeypatch.setattr(ports, name, answers)
    monkeypatch.setattr(ports, "steps", {step.key: step for step in STEPS})

    def wait(*rows: tuple[str, int, str, datetime | None]) -> None:
        empty["todo"].append(lambda viewer, now: todo_rows(*rows))

    return SimpleNamespace(**empty, wait=wait)

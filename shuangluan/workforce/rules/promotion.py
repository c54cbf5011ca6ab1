"""A promotion batch: what is proposed for whom, and who may decide about it (WF-3, WF-45, WF-87)."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.annual import Event, YearCode
from shuangluan.workforce.rules.scheme import AdvanceMode, Scheme
from shuangluan.workforce.rules.states import Category

Row = Mapping[str, Any]
CORRECTION = "更正"
REVIEW_CORRECTION = "复核更正"
CATEGORY_TAKES_EFFECT = frozenset({Category.STEP, Category.NO_STEP, Category.CEILING})
"""What the approval writes into the ledger: a year without a step has its row, missing data has none (WF-71)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a computation proposes: the category, the grade and class after, the rows to be stored."""

    category: Category
    post: str
    grade: int
    rows: tuple[Row, ...]
    reason: str


def inputs_hash(scheme_id: int, through: date, facts: Mapping[str, Any]) -> str:
    """The fingerprint of what a result rests on: another one means that a fact has changed (WF-45)."""
    inputs = {"scheme": scheme_id, "through": through.isoformat(), "facts": facts}
    return sha256(json.dumps(inputs, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def propose(
    scheme: Scheme, rows: Sequence[Row], stored: Sequence[Row], effective_on: date
) -> Proposal:
    """What the recomputed ledger `rows` through `effective_on` adds to the `stored` one.

    A ledger that its own facts no longer give is not stepped upon: it is data to be corrected first.
    """
    last = stored[-1]
    known, new = split(rows, date.fromisoformat(last["effective_from"]))
    if not same_ledger(known, stored):
        words = "等级记录与现有事实重新计算的结果不一致，先办理更正"
        return Proposal(Category.MISSING, last["post"], last["grade"], (), words)
    if not new:
        return Proposal(Category.NO_STEP, last["post"], last["grade"], (), "这一天没有新的等级变动")
    final = new[-1]
    words = "；".join(line for row in new for line in row["lines"])
    category = _category(scheme, new, last["grade"], effective_on)
    return Proposal(category, final["post"], final["grade"], tuple(new), words)


def split(rows: Iterable[Row], last_stored: date) -> tuple[list[Row], list[Row]]:
    """The rows up to the day of the last stored one, and those after it."""
    known: list[Row] = []
    new: list[Row] = []
    for row in rows:
        (known if date.fromisoformat(row["effective_from"]) <= last_stored else new).append(row)
    return known, new


def same_ledger(fresh: Sequence[Row], stored: Sequence[Row]) -> bool:
    """Whether both tell the same grades from the same days; rows that change nothing may be missing."""
    return _told(fresh) == _told(stored)


def _told(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    told: list[tuple[str, str, int]] = []
    for row in rows:
        now = (row["effective_from"], row["post"], row["grade"])
        if told and told[-1][0] == now[0]:
            told[-1] = now
        elif not told or told[-1][1:] != now[1:]:
            told.append(now)
    return told


def _category(scheme: Scheme, new: Sequence[Row], before: int, effective_on: date) -> Category:
    yearly = [
        row
        for row in new
        if row["effective_from"] == effective_on.isoformat() and row["event"] in (Event.YEAR_STEP, Event.YEAR_NONE)
    ]
    codes = {row["code"] for row in yearly}
    if YearCode.MISSING in codes:
        return Category.MISSING
    if new[-1]["grade"] > before:
        return Category.STEP
    at_top = new[-1]["grade"] >= scheme.posts[new[-1]["post"]].highest
    if YearCode.CEILING in codes or (scheme.advance.mode is not AdvanceMode.ANNUAL_STEP and at_top):
        return Category.CEILING
    return Category.NO_STEP


def why_not_decide(
    actor_id: int | None, subject_id: int, relatives: Collection[int], *, deed: str = "审核", what: str = "等级"
) -> str:
    """Why somebody may not decide about a worker; empty when he may (WF-3).

    `relatives` are the persons whom the worker declared, or who declared him.
    """
    if actor_id == subject_id:
        return f"不能{deed}自己的{what}，请另一位同事办理"
    if actor_id in relatives:
        return f"您和他互为申报的亲属，不能{deed}，请另一位同事办理"
    return ""


def check_can_decide(
    actor_id: int | None, subject_id: int, relatives: Collection[int], *, deed: str = "审核", what: str = "等级"
) -> None:
    """Raises RuleBroken with the words of `why_not_decide`."""
    reason = why_not_decide(actor_id, subject_id, relatives, deed=deed, what=what)
    if reason:
        raise RuleBroken(reason)


def why_not_approve(actor_id: int | None, roles: Collection[str], computed_by_id: int | None) -> str:
    """Why somebody may not approve a batch: he computed it, or he also writes the schemes (WF-3)."""
    if actor_id is not None and actor_id == computed_by_id:
        return "测算人不能批准同一批次，请另一位审批人办理"
    if "scheme_admin" in roles:
        return "兼任方案管理员的人不能批准晋级批次，请另一位审批人办理"
    return ""


def check_can_approve(
    actor_id: int | None,
    roles: Collection[str],
    computed_by_id: int | None,
    *,
    today: date,
    publicity_until: date,
    disputed: int,
) -> None:
    """Raises RuleBroken unless another person approves after the publicity, with no objection open (WF-45)."""
    reason = why_not_approve(actor_id, roles, computed_by_id)
    if reason:
        raise RuleBroken(reason)
    if today <= publicity_until:
        raise RuleBroken(f"公示到 {publicity_until} 24:00 为止，期满后才能批准")
    if disputed:
        raise RuleBroken(f"还有 {disputed} 人的异议没有办结，先答复或者剔除")


@dataclass(frozen=True, slots=True)
class Correction:
    """From the first day on which the ledger was wrong: what is struck through, what stands instead (WF-87)."""

    superseded: tuple[Row, ...]
    rows: tuple[Row, ...]


def correct(stored: Sequence[Row], fresh: Sequence[Row], event: str = CORRECTION) -> Correction | None:
    """The correction that brings `stored` to what the facts give; None where nothing differs (WF-87).

    The first row of the correction bears `event`; those after it keep what they came from.
    """
    known, _ = split(fresh, date.fromisoformat(stored[-1]["effective_from"]))
    if same_ledger(known, stored):
        return None
    same = 0
    for old, new in zip(stored, known, strict=False):
        if (old["effective_from"], old["post"], old["grade"]) != (new["effective_from"], new["post"], new["grade"]):
            break
        same += 1
    rows = [dict(row) for row in known[same:]]
    if rows:
        rows[0]["event"] = event
    return Correction(tuple(stored[same:]), tuple(rows))


def reverse(stored: Sequence[Row], fresh: Sequence[Row], decided_on: date) -> Row:
    """A step lost by a rating withdrawn later: from the decision on, earlier months stay as they were (WF-87)."""
    day = decided_on.isoformat()
    then = [row for row in fresh if row["effective_from"] <= day]
    if not then:
        raise RuleBroken("决定日早于首次定级，不能从这一天更正")
    was = [row for row in stored if row["effective_from"] <= day]
    before = was[-1]["grade"] if was else then[-1]["grade"]
    line = f"更正：{decided_on} 起由 {before} 级改为 {then[-1]['grade']} 级，此前月份不变"
    return {**then[-1], "effective_from": day, "event": CORRECTION, "lines": [line]}

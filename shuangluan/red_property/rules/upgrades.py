"""提升计划: where a plan stands follows from its milestones (RP-5, RP-36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.parsing import rows_of, text_of


class PlanState(StrEnum):
    """Computed from the milestones of a plan on a day."""

    UNPLANNED = "unplanned"
    RUNNING = "running"
    OVERDUE = "overdue"
    DONE = "done"


PLAN_LABEL = {
    PlanState.UNPLANNED: "没有节点",
    PlanState.RUNNING: "推进中",
    PlanState.OVERDUE: "有节点逾期",
    PlanState.DONE: "全部完成",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """Milestones of a plan: all, those done, those past their date and not done."""

    total: int
    done: int
    overdue: int

    @property
    def state(self) -> PlanState:
        """One late milestone makes the plan late."""
        if not self.total:
            return PlanState.UNPLANNED
        if self.done == self.total:
            return PlanState.DONE
        return PlanState.OVERDUE if self.overdue else PlanState.RUNNING


def usual_items(payload: Mapping[str, Any]) -> str:
    """What the document `property_evaluation_items` proposes for each track, as one sentence (RP-36)."""
    rows = rows_of(payload, "upgrade_tracks")
    return "；".join(f"{text_of(row, 'track_name')}一般是{'、'.join(row['default_items'])}" for row in rows)


def is_overdue(due_on: date, done_on: date | None, today: date) -> bool:
    """A milestone past its date that is not done."""
    return done_on is None and due_on < today


def check_done(done_on: date | None, decided_on: date, today: date) -> None:
    """Done on a day between the plan's decision and today. Raises RuleBroken otherwise."""
    if done_on is None:
        return
    if done_on > today:
        raise RuleBroken("完成日期不能晚于今天", "done_on")
    if done_on < decided_on:
        raise RuleBroken(f"完成日期不能早于立项的 {decided_on}", "done_on")


def check_due(due_on: date, decided_on: date) -> None:
    """A milestone falls due after its plan was decided. Raises RuleBroken otherwise."""
    if due_on < decided_on:
        raise RuleBroken(f"节点日期不能早于立项的 {decided_on}", "due_on")

"""模拟 as a list: what was assumed, how many would change, what a month would cost (WF-105)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, true

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.sources import Source


def scenarios(viewer: Viewer) -> Source:
    """All scenarios; `mine` are those that the viewer reckoned last."""
    return Source(
        key=Scenario.id,
        ids=select(Scenario.id),
        columns=_columns,
        views={"all": lambda _: true(), "mine": lambda _: Scenario.computed_by_id == viewer.person_id},
        filters={
            "q": lambda text: or_(
                Scenario.title.icontains(text, autoescape=True),
                Scenario.computed_by_name.contains(text, autoescape=True),
            ),
            "computed_from": lambda text: Scenario.computed_at >= clock.start_of(date.fromisoformat(text)),
            "computed_to": lambda text: Scenario.computed_at < clock.start_of(date.fromisoformat(text) + timedelta(1)),
        },
        sorts={"computed": (Scenario.computed_at,), "title": (Scenario.title,)},
        place=None,
        permission=Perm.SCENARIO_READ,
    )


def _columns(_day: date) -> Any:
    return select(
        Scenario.id, Scenario.title, Scenario.snapshot_on, Scenario.result, Scenario.computed_at,
        Scenario.computed_by_name,
    )  # fmt: skip

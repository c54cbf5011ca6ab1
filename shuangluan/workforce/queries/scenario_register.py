"""模拟 as a list: what was assumed, how many would change, what a month would cost (WF-105)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sources import Source, open_to
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.permissions import Perm


def scenarios(viewer: Viewer) -> Source:
    """All scenarios; `mine` are those that the viewer reckoned last."""
    return Source(
        key=Scenario.id,
        ids=open_to(select(Scenario.id), Perm.SCENARIO_READ),
        columns=_columns,
        views=lambda _: {"all": None, "mine": Scenario.computed_by_id == viewer.person_id},
        filters={
            "q": lambda text, _: or_(
                Scenario.title.icontains(text, autoescape=True),
                Scenario.computed_by_name.contains(text, autoescape=True),
            ),
            "computed_from": lambda text, _: Scenario.computed_at >= clock.start_of(date.fromisoformat(text)),
            "computed_to": lambda text, _: (
                Scenario.computed_at < clock.start_of(date.fromisoformat(text) + timedelta(1))
            ),
        },
        orders={"computed": (Scenario.computed_at,), "title": (Scenario.title,)},
    )


def _columns(_day: date) -> Any:
    return select(
        Scenario.id, Scenario.title, Scenario.snapshot_on, Scenario.result, Scenario.computed_at,
        Scenario.computed_by_name,
    )  # fmt: skip

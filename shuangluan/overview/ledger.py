"""The ledger of the 数据总览: one band per task, live values beside what was reported, never added (D8, GR-73)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangluan.kernel import figures, ports
from shuangluan.kernel.figures import Period, Reported, Value
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import DISTRICT, areas


@dataclass(frozen=True)
class Cell:
    """A live value; `reported` is the published number of the same key, where the live one is the district's too."""

    value: Value
    reported: str = ""


@dataclass(frozen=True)
class Band:
    """One task's live values."""

    task: ports.Task
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Published:
    """One task's published numbers."""

    task: ports.Task
    rows: Sequence[Reported]


@dataclass(frozen=True)
class Ledger:
    """What the page shows."""

    scope: str
    bands: Sequence[Band]
    published: Sequence[Published]
    sources: Sequence[str]

    @property
    def hot(self) -> list[Value]:
        """What wants attention: red and not zero."""
        values = [cell.value for band in self.bands for cell in band.cells]
        return [value for value in values if value.figure.hot and value.count]


def ledger(*, viewer: Viewer, area: str | None, period: Period, now: datetime) -> Ledger:
    """Every slice's figures in one statement (and what each needs to declare them), the published ones in another."""
    declared = [figure for ask in ports.figures for figure in ask(viewer, area, period, now)]
    published = figures.reported()
    whole = (area or "".join(viewer.home_areas)) == DISTRICT
    told = {each.key: each.text for each in published} if whole else {}
    cells = [Cell(value, told.get(value.figure.key, "")) for value in figures.values(declared)]
    return Ledger(
        scope_name(viewer, area),
        [Band(task, found) for key, task in ports.TASKS.items() if (found := _of_task(cells, key))],
        [
            Published(task, rows)
            for key, task in ports.TASKS.items()
            if (rows := [each for each in published if each.task == key])
        ],
        sorted({each.source for each in published}),
    )


def _of_task(cells: Sequence[Cell], key: str) -> list[Cell]:
    return [cell for cell in cells if cell.value.figure.task == key]


def scope_name(viewer: Viewer, area: str | None) -> str:
    """全区, 秀水街道, 秀水街道 · 万和城社区; several places of one viewer joined by 、."""
    held = (area,) if area else viewer.home_areas
    names = ["全区" if code == DISTRICT else areas().path(code) for code in held]
    return "、".join(names) or "你能看到的记录"

"""名单与分析: every list of the handbook with how many stand on it, and where it opens (WF-220, WF-221)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.sources import Source
from shuangluan.kernel.tables import count_of, total_text
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.certificate_register import CERTIFICATES
from shuangluan.workforce.queries.contract_register import CONTRACTS
from shuangluan.workforce.queries.delegates import SEATS
from shuangluan.workforce.queries.figures import figure
from shuangluan.workforce.queries.hours_register import HOURS
from shuangluan.workforce.queries.poor_results import poor_ratings, poor_results
from shuangluan.workforce.queries.retirements import retirement_rules, retirements
from shuangluan.workforce.queries.staffing_register import STAFFING
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.leaving import EXIT_LABEL
from shuangluan.workforce.rules.states import WorkerState


@dataclass(frozen=True)
class Entry:
    """A list: its name, what stands on it, its rows, where it opens; `hot`: something to act on."""

    label: str
    about: str
    rows: Select[Any]
    address: str
    hot: bool = False


@dataclass(frozen=True)
class Chapter:
    """Lists that belong together, each with how many stand on it."""

    label: str
    entries: Sequence[tuple[Entry, str]]


def chapters(viewer: Viewer, area: str | None, day: date) -> list[Chapter]:
    """The lists that the viewer may open, counted in one statement."""
    eyes = _Eyes(viewer, area, day)
    told = [
        ("名册", _rosters(eyes)), ("到期和退休", _due(eyes)), ("考核和培训", _appraised(eyes)),
        ("离职原因", _exits(eyes)),
    ]  # fmt: skip
    counts = [count_of(one.rows) for _, entries in told for one in entries]
    numbers = iter(db.session.execute(select(*counts)).one())
    return [Chapter(label, [(one, total_text(next(numbers))) for one in entries]) for label, entries in told]


@dataclass(frozen=True)
class _Eyes:
    """Who asks, of which area, as of which day."""

    viewer: Viewer
    area: str | None
    day: date

    def address(self, path: str, **asked: str) -> str:
        """The list under `path`, of the same area."""
        said = asked | ({"area": self.area} if self.area else {})
        return f"/workforce/{path}?{urlencode(said)}" if said else f"/workforce/{path}"

    def of(self, label: str, about: str, source: Source, path: str, view: str, *, hot: bool = False) -> Entry:
        """A view of a register."""
        rows = source.counted(view, self.viewer, self.area, self.day)
        return Entry(label, about, rows, self.address(path, view=view), hot)

    def counted(self, label: str, key: str) -> Entry:
        """The list of a figure."""
        found = figure(key, self.viewer, self.area, self.day)
        return Entry(label, found.definition, found.rows, found.address)


def _rosters(eyes: _Eyes) -> list[Entry]:
    return [
        eyes.counted("花名册", "worker.total"),
        eyes.counted("学历名册", "worker.college"),
        eyes.counted("持证名册", "worker.certified"),
        eyes.counted("持证并登记有效", "worker.certified_valid"),
        eyes.counted("两代表一委员", "worker.delegates"),
        eyes.of("两代表一委员席位", "在任的席位，一人有几个算几个", SEATS, "delegates", "seated"),
        eyes.of("已推荐未当选", "推荐以后还没有当选的", SEATS, "delegates", "recommended"),
        eyes.of("社区配备表", "每个城市社区的人数和构成", STAFFING, "staffing", "urban"),
    ]  # fmt: skip


def _due(eyes: _Eyes) -> list[Entry]:
    leaving = retirements(retirement_rules(eyes.day))
    return [
        eyes.of("合同到期", "60 日内到期、还没有续签的劳动合同", CONTRACTS, "contracts", "ending", hot=True),
        eyes.of("合同到期未续", "已经到期、没有新合同的", CONTRACTS, "contracts", "over", hot=True),
        eyes.of("试用期到", "30 日内到期或已到期，要作转正考核", CONTRACTS, "contracts", "trial", hot=True),
        eyes.of("证书到期", "登记在 90 日内到期的证书", CERTIFICATES, "certificates", "expiring", hot=True),
        eyes.of("证书已过期", "登记已经过期的证书", CERTIFICATES, "certificates", "expired", hot=True),
        eyes.of("退休预告", "12 个月内到法定退休年龄或已经到的", leaving, "retirements", "soon", hot=True),
        eyes.of("可自愿提前退休", "已到最早可退的日子、还没有到法定日期的", leaving, "retirements", "choice"),
    ]


def _appraised(eyes: _Eyes) -> list[Entry]:
    short = eyes.of("学时不足", "今年签到的学时还没有达到要求", HOURS, "training-hours", "short", hot=True)
    if not eyes.viewer.can(Perm.APPRAISAL_READ):
        return [short]
    poor = poor_results(poor_ratings(eyes.day))
    return [
        eyes.of("连续两年基本合格以下", "最近两年的等次都是基本合格或不合格", poor, "poor-results", "twice", hot=True),
        eyes.of("最近一年基本合格以下", "最近一年的等次是基本合格或不合格", poor, "poor-results", "once"),
        short,
    ]


def _exits(eyes: _Eyes) -> list[Entry]:
    rows = visible(eyes.viewer, Worker.id).where(Worker.state == WorkerState.LEFT)
    if eyes.area:
        rows = rows.where(area_range(Worker.community, eyes.area))
    return [
        Entry(
            label, f"以{label}退出的，历年累计", rows.where(Worker.exit_kind == kind.value),
            eyes.address("workers", view="left", exit=kind.value),
        )
        for kind, label in EXIT_LABEL.items()
    ]  # fmt: skip

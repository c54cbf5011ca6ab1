"""The figures of appeals (GR-73): each is a select of record ids, counted and opened by that very select (D6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import conditions as are
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.grid.queries.visibility import in_area, is_visible
from shuangluan.grid.rules import RATE_LABEL, AppealState, Catalogue, LegRole, Rate
from shuangluan.kernel import clock
from shuangluan.kernel.figures import Figure, Period
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.tables import BadParameter

TASK = "grid"
later = aliased(AppealLeg, name="later")


Made = TypeVar("Made")


class Register(StrEnum):
    """The list that a figure opens: what kind of record it counts."""

    APPEALS = "/grid/appeals"
    LEGS = "/grid/legs"
    ANSWERS = "/grid/answers"


@dataclass(frozen=True)
class Frame:
    """Over what is counted: whose eyes, which area, which period, at which moment, under which catalogue."""

    viewer: Viewer
    area: str | None
    period: Period
    now: datetime
    catalogue: Catalogue
    _made: dict[Any, Any] = field(default_factory=dict, compare=False)

    def once(self, make: "Callable[[Frame], Made]") -> "Made":
        """What `make` makes of this frame, made once: sixteen figures share a handful of expressions."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def appeals(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Ids of the visible appeals that meet the conditions."""
        return self.once(_appeals).where(*conditions)

    def legs(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Ids of legs of visible appeals."""
        return self.once(_legs).where(*conditions)

    def answers(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Ids of reporters who were asked about a visible closed root."""
        return self.once(_answers).where(*conditions)

    def on(self, day: Any) -> ColumnElement[bool]:
        """The column's day lies in the period."""
        return and_(day >= self.period.start, day < self.period.end)

    def at(self, moment: Any) -> ColumnElement[bool]:
        """The column's moment lies in the period and is past."""
        start, end = clock.start_of(self.period.start), clock.start_of(self.period.end)
        return and_(moment >= start, moment < end, moment < self.now)


Rows = Callable[[Frame], Select[Any]]


def _scope(frame: Frame) -> ColumnElement[bool]:
    chosen = in_area(frame.area)
    visible = is_visible(frame.viewer, clock.local_day(frame.now))
    return visible if chosen is None else and_(visible, chosen)


def _appeals(frame: Frame) -> Select[Any]:
    return select(Appeal.id).where(frame.once(_scope))


def _legs(frame: Frame) -> Select[Any]:
    return select(AppealLeg.id).join(Appeal, Appeal.id == AppealLeg.appeal_id).where(frame.once(_scope))


def _answers(frame: Frame) -> Select[Any]:
    root = Appeal.id == AppealReporter.asked_root_id
    return select(AppealReporter.id).join(Appeal, root).where(frame.once(_scope))


@dataclass(frozen=True)
class Declared:
    """A figure before it is asked for: how it is called, what it counts, of what."""

    label: str
    unit: str
    definition: str
    rows: Rows
    of: Rows | None = None
    register: Register = Register.APPEALS
    hot: bool = False


def _due(frame: Frame) -> ColumnElement[bool]:
    """Roots whose promise fell due in the period; of a paused one there is no date (GR-34)."""
    return and_(are.is_rated(), frame.on(Appeal.due_on), Appeal.due_at <= frame.now)


def _first_due(frame: Frame) -> ColumnElement[bool]:
    """Likewise by the date that was promised first."""
    return and_(are.is_rated(), frame.on(Appeal.first_due_on), Appeal.first_due_at <= frame.now)


def _registered(frame: Frame) -> ColumnElement[bool]:
    return frame.on(Appeal.registered_on)


def _closed(frame: Frame) -> ColumnElement[bool]:
    """Roots last closed in the period, those included that were reopened since."""
    return and_(are.is_rated(), frame.on(Appeal.last_closed_on))


def _with_outcome(frame: Frame, *, solved: bool) -> ColumnElement[bool]:
    """Still closed, with an outcome that counts in the rate, or counts as solved."""
    kinds = [k for k in frame.catalogue.outcomes if k.in_rate and (k.counts_solved or not solved)]
    return and_(
        frame.once(_closed),
        Appeal.state.in_([AppealState.CLOSED, AppealState.ARCHIVED]),
        Appeal.outcome.in_([kind.code for kind in kinds]),
    )


def _said(frame: Frame, *, positive: bool) -> ColumnElement[bool]:
    """Reporters who answered, or answered content."""
    kinds = [k for k in frame.catalogue.satisfaction if k.answered and (k.positive or not positive)]
    return and_(frame.once(_asked), AppealReporter.satisfaction.in_([kind.satisfaction for kind in kinds]))


def _asked(frame: Frame) -> ColumnElement[bool]:
    """Asked about a root that was closed in the period: the day of closing is the day on which he counts as asked."""
    return frame.on(Appeal.last_closed_on)


def _to_sign(frame: Frame) -> ColumnElement[bool]:
    """Legs whose sign time fell due while they stood: not those returned, waived or handed on before it."""
    handed_on = exists().where(
        later.appeal_id == AppealLeg.appeal_id,
        later.id > AppealLeg.id,
        later.role == LegRole.LEAD,
        later.issued_at <= AppealLeg.sign_due_at,
    )
    ended = func.coalesce(AppealLeg.returned_at, AppealLeg.waived_at)
    stood = and_(
        or_(ended.is_(None), ended > AppealLeg.sign_due_at),
        or_(AppealLeg.role == LegRole.ASSIST, ~handed_on),
    )
    return and_(are.is_rated(), frame.at(AppealLeg.sign_due_at), or_(AppealLeg.signed_at.is_not(None), stood))


def _signed_in_time(frame: Frame) -> ColumnElement[bool]:
    return and_(frame.once(_to_sign), AppealLeg.signed_at <= AppealLeg.sign_due_at)


def _rate(rate: Rate, unit: str, definition: str, rows: Rows, of: Rows, **more: Any) -> Declared:
    return Declared(RATE_LABEL[rate], unit, definition, rows, of, **more)


FIGURES: dict[str, Declared] = {
    "grid.open_cases": Declared(
        "在办诉求", "件", "没有办结、不予受理、撤回、作废的主件；并入的不另计", lambda f: f.appeals(are.is_open())
    ),
    "grid.overdue": Declared(
        "逾期诉求",
        "件",
        "在办主件中已过承诺期限、没有按期反馈的；到期日以前已挂起的没有期限，不计",
        lambda f: f.appeals(are.is_overdue(f.now)),
        hot=True,
    ),
    "grid.severe": Declared(
        "严重超期",
        "件",
        "在办主件中已过承诺期限三倍、仍没有反馈的",
        lambda f: f.appeals(are.is_severe(f.now)),
        hot=True,
    ),
    "grid.suspended": Declared("挂起中", "件", "在办主件中正在挂起的", lambda f: f.appeals(are.is_paused())),
    "grid.shelved": Declared(
        "挂账待复核", "件", "以“暂不具备条件-挂账”办结、还没有写复核情况的", lambda f: f.appeals(are.is_shelved())
    ),
    "grid.unlocated": Declared(
        "待定位", "件", "在办主件中还没有对应到唯一综合网格的", lambda f: f.appeals(are.is_unlocated()), hot=True
    ),
    "grid.intake": Declared(
        "诉求件次",
        "件次",
        "本期登记的诉求，并入的也计；不予受理和作废的不计",
        lambda f: f.appeals(are.is_case(), f.once(_registered)),
    ),
    "grid.matters": Declared(
        "诉求事项",
        "件",
        "本期登记的主件：并入的只计主件；不予受理和作废的不计",
        lambda f: f.appeals(are.is_matter(), f.once(_registered)),
    ),
    "grid.on_time": _rate(
        Rate.ON_TIME,
        "件",
        "承诺期限在本期到期的主件中，期限以前反馈的；没有反馈的算逾期，挂起的没有期限，不计",
        lambda f: f.appeals(f.once(_due), are.is_answered_by(Appeal.due_at)),
        lambda f: f.appeals(f.once(_due)),
    ),
    "grid.on_time_first": _rate(
        Rate.ON_TIME_FIRST,
        "件",
        "受理时承诺的原期限在本期到期的主件中，原期限以前反馈的；延期、挂起、重办都不改原期限",
        lambda f: f.appeals(f.once(_first_due), are.is_answered_by(Appeal.first_due_at)),
        lambda f: f.appeals(f.once(_first_due)),
    ),
    "grid.solved": _rate(
        Rate.SOLVED,
        "件",
        "本期办结的主件中结果是“已解决”的；转法定途径的不计",
        lambda f: f.appeals(_with_outcome(f, solved=True)),
        lambda f: f.appeals(_with_outcome(f, solved=False)),
    ),
    "grid.satisfied": _rate(
        Rate.SATISFIED,
        "人",
        "本期办结主件的诉求人中，作了评价的人里满意和基本满意的；按诉求人计，未评价的不计",
        lambda f: f.answers(_said(f, positive=True)),
        lambda f: f.answers(_said(f, positive=False)),
        register=Register.ANSWERS,
    ),
    "grid.rated": _rate(
        Rate.RATED,
        "人",
        "本期办结主件应回访的诉求人中作了评价的；两个工作日都没有联系上的是未评价",
        lambda f: f.answers(_said(f, positive=False)),
        lambda f: f.answers(f.once(_asked)),
        register=Register.ANSWERS,
    ),
    "grid.response": _rate(
        Rate.RESPONSE,
        "条",
        "签收时限在本期到期的环节中按时签收的；没有签收的算超时，到时限以前已退回、免除或改派的不计",
        lambda f: f.legs(_signed_in_time(f)),
        lambda f: f.legs(f.once(_to_sign)),
        register=Register.LEGS,
    ),
    "grid.reopened": _rate(
        Rate.REOPENED,
        "件",
        "本期办结的主件中重办过的",
        lambda f: f.appeals(f.once(_closed), Appeal.reopen_count > 0),
        lambda f: f.appeals(f.once(_closed)),
    ),
    "grid.once": _rate(
        Rate.ONCE,
        "件",
        "本期办结的主件中没有退回再办、也没有重办过的",
        lambda f: f.appeals(f.once(_closed), Appeal.reopen_count == 0, Appeal.rework_count == 0),
        lambda f: f.appeals(f.once(_closed)),
    ),
}


def figures(viewer: Viewer, area: str | None, period: Period, now: datetime) -> Sequence[Figure]:
    """Every figure of appeals for the viewer, an area of his (None: all he sees) and a period; none without access."""
    if not viewer.can(Perm.APPEAL_READ):
        return []
    frame = _frame(viewer, area, period, now)
    return [_figure(key, declared, frame) for key, declared in FIGURES.items()]


def figure(
    key: str,
    *,
    viewer: Viewer,
    area: str | None,
    period: Period,
    now: datetime,
    catalogue: Catalogue | None = None,
) -> Figure:
    """One figure, for the note above the list it opens. Raises BadParameter for an unknown key."""
    return _figure(key, _declared(key), _frame(viewer, area, period, now, catalogue))


def figure_rows(
    key: str,
    part: str,
    *,
    viewer: Viewer,
    area: str | None,
    period: Period,
    now: datetime,
    register: Register = Register.APPEALS,
    catalogue: Catalogue | None = None,
) -> Select[Any]:
    """The ids a figure counts: `part` n is what is shown, d what it is a share of; for the list of `register`.

    Raises BadParameter for an unknown figure or part, and for a figure that counts other records.
    """
    declared = _declared(key)
    if declared.register is not register:
        raise BadParameter("这个指标数的不是这张台账里的记录，请从数据总览进入")
    rows = {"n": declared.rows, "d": declared.of}.get(part or "n")
    if rows is None:
        raise BadParameter("地址里的指标部分不对，请从数据总览进入")
    return rows(_frame(viewer, area, period, now, catalogue))


def _declared(key: str) -> Declared:
    if key not in FIGURES:
        raise BadParameter("没有这个指标，请从数据总览进入")
    return FIGURES[key]


def _frame(
    viewer: Viewer, area: str | None, period: Period, now: datetime, catalogue: Catalogue | None = None
) -> Frame:
    """`catalogue` where the asker has read it already."""
    return Frame(viewer, area, period, now, catalogue or catalogue_on(clock.local_day(now)))


def _figure(key: str, declared: Declared, frame: Frame) -> Figure:
    return Figure(
        key=key,
        task=TASK,
        label=declared.label,
        unit=declared.unit,
        definition=declared.definition,
        rows=declared.rows(frame),
        address=_address(key, "n", declared, frame),
        of=declared.of(frame) if declared.of else None,
        of_address=_address(key, "d", declared, frame) if declared.of else "",
        hot=declared.hot,
    )


def _address(key: str, part: str, declared: Declared, frame: Frame) -> str:
    """The list of exactly these rows."""
    asked = {"figure": key, "part": part, "period": frame.period.key, "area": frame.area}
    return f"{declared.register.value}?{urlencode({k: v for k, v in asked.items() if v})}"

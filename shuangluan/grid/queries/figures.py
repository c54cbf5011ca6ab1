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
from shuangluan.kernel.figures import Figure, Part, Period
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

    def on(self, day: Any) -> ColumnElement[bool]:
        """The column's day lies in the period."""
        return and_(day >= self.period.start, day < self.period.end)

    def at(self, moment: Any) -> ColumnElement[bool]:
        """The column's moment lies in the period and is past."""
        start, end = clock.start_of(self.period.start), clock.start_of(self.period.end)
        return and_(moment >= start, moment < end, moment < self.now)


Base = Callable[[Frame], Select[Any]]
Condition = Callable[[Frame], ColumnElement[bool]]


@dataclass(frozen=True)
class Declared:
    """A figure before it is asked for: what it is called, and which of the rows of `base` it counts.

    `rows` None: all of them. `of` is what it is a share of, `WHOLE` for all of them, None for a plain count.
    """

    label: str
    unit: str
    definition: str
    base: Base
    rows: Condition | None = None
    of: "Condition | Whole | None" = None
    hot: bool = False

    @property
    def register(self) -> Register:
        """The list that it opens."""
        return REGISTERS.get(self.base, Register.APPEALS)

    def parts(self, frame: Frame) -> tuple[Part, Part | None]:
        """What is counted, and of what."""
        base = frame.once(self.base)
        rows = Part(base, frame.once(self.rows) if self.rows else None)
        if self.of is None:
            return rows, None
        return rows, Part(base, None if isinstance(self.of, Whole) else frame.once(self.of))


class Whole:
    """Every row of the base."""


WHOLE = Whole()


# --- bases: what one walk over an index finds -------------------------------------------------------------------------


def _scope(frame: Frame) -> ColumnElement[bool]:
    chosen = in_area(frame.area)
    visible = is_visible(frame.viewer, clock.local_day(frame.now))
    return visible if chosen is None else and_(visible, chosen)


def _appeals(frame: Frame) -> Select[Any]:
    return select(Appeal.id).where(frame.once(_scope))


def _open(frame: Frame) -> Select[Any]:
    return frame.once(_appeals).where(are.is_open())


def _shelved(frame: Frame) -> Select[Any]:
    return frame.once(_appeals).where(are.is_shelved())


def _registered(frame: Frame) -> Select[Any]:
    return frame.once(_appeals).where(frame.on(Appeal.registered_on))


def _due(frame: Frame) -> Select[Any]:
    """Roots whose promise fell due in the period; of a paused one there is no date (GR-34)."""
    return frame.once(_appeals).where(are.is_rated(), frame.on(Appeal.due_on), Appeal.due_at <= frame.now)


def _first_due(frame: Frame) -> Select[Any]:
    """Likewise by the date that was promised first."""
    first = (frame.on(Appeal.first_due_on), Appeal.first_due_at <= frame.now)
    return frame.once(_appeals).where(are.is_rated(), *first)


def _closed(frame: Frame) -> Select[Any]:
    """Roots last closed in the period, those included that were reopened since."""
    return frame.once(_appeals).where(are.is_rated(), frame.on(Appeal.last_closed_on))


def _asked(frame: Frame) -> Select[Any]:
    """Reporters asked about a root that was closed in the period: its day of closing is the day on which they count."""
    root = Appeal.id == AppealReporter.asked_root_id
    closed = frame.on(Appeal.last_closed_on)
    return select(AppealReporter.id).join(Appeal, root).where(frame.once(_scope), closed)


def _sign_due(frame: Frame) -> Select[Any]:
    """Legs of rated appeals whose sign time fell due in the period."""
    legs = select(AppealLeg.id).join(Appeal, Appeal.id == AppealLeg.appeal_id)
    return legs.where(frame.once(_scope), are.is_rated(), frame.at(AppealLeg.sign_due_at))


# --- conditions: which of them ----------------------------------------------------------------------------------------


def _with_outcome(frame: Frame) -> ColumnElement[bool]:
    """Still closed, with an outcome that counts in the rate."""
    return _has_outcome([kind.code for kind in frame.catalogue.outcomes if kind.in_rate])


def _solved(frame: Frame) -> ColumnElement[bool]:
    """Likewise, with one that counts as solved."""
    return _has_outcome([kind.code for kind in frame.catalogue.outcomes if kind.in_rate and kind.counts_solved])


def _has_outcome(codes: list[str]) -> ColumnElement[bool]:
    closed = Appeal.state.in_([AppealState.CLOSED, AppealState.ARCHIVED])
    return and_(closed, Appeal.outcome.in_(codes))


def _answered(frame: Frame) -> ColumnElement[bool]:
    kinds = [kind.satisfaction for kind in frame.catalogue.satisfaction if kind.answered]
    return AppealReporter.satisfaction.in_(kinds)


def _content(frame: Frame) -> ColumnElement[bool]:
    kinds = [kind.satisfaction for kind in frame.catalogue.satisfaction if kind.answered and kind.positive]
    return AppealReporter.satisfaction.in_(kinds)


def _to_sign(_frame: Frame) -> ColumnElement[bool]:
    """It stood when its sign time came: it was not returned, waived or handed on before."""
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
    return or_(AppealLeg.signed_at.is_not(None), stood)


def _signed_in_time(_frame: Frame) -> ColumnElement[bool]:
    in_time: ColumnElement[bool] = AppealLeg.signed_at <= AppealLeg.sign_due_at
    return in_time


REGISTERS: dict[Base, Register] = {_asked: Register.ANSWERS, _sign_due: Register.LEGS}  # the others count appeals


def _rate(rate: Rate, unit: str, definition: str, base: Base, rows: Condition, of: Condition | Whole) -> Declared:
    return Declared(RATE_LABEL[rate], unit, definition, base, rows, of)


FIGURES: dict[str, Declared] = {
    "grid.open_cases": Declared("在办诉求", "件", "没有办结、不予受理、撤回、作废的主件；并入的不另计", _open),
    "grid.overdue": Declared(
        "逾期诉求",
        "件",
        "在办主件中已过承诺期限、没有按期反馈的；到期日以前已挂起的没有期限，不计",
        _open,
        lambda f: are.is_overdue(f.now),
        hot=True,
    ),
    "grid.severe": Declared(
        "严重超期", "件", "在办主件中已过承诺期限三倍、仍没有反馈的", _open, lambda f: are.is_severe(f.now), hot=True
    ),
    "grid.suspended": Declared("挂起中", "件", "在办主件中正在挂起的", _open, lambda _: are.is_paused()),
    "grid.shelved": Declared("挂账待复核", "件", "以“暂不具备条件-挂账”办结、还没有写复核情况的", _shelved),
    "grid.unlocated": Declared(
        "待定位", "件", "在办主件中还没有对应到唯一综合网格的", _open, lambda _: are.is_unlocated(), hot=True
    ),
    "grid.intake": Declared(
        "诉求件次", "件次", "本期登记的诉求，并入的也计；不予受理和作废的不计", _registered, lambda _: are.is_case()
    ),
    "grid.matters": Declared(
        "诉求事项",
        "件",
        "本期登记的主件：并入的只计主件；不予受理和作废的不计",
        _registered,
        lambda _: are.is_matter(),
    ),
    "grid.on_time": _rate(
        Rate.ON_TIME,
        "件",
        "承诺期限在本期到期的主件中，期限以前反馈的；没有反馈的算逾期，挂起的没有期限，不计",
        _due,
        lambda _: are.is_answered_by(Appeal.due_at),
        WHOLE,
    ),
    "grid.on_time_first": _rate(
        Rate.ON_TIME_FIRST,
        "件",
        "受理时承诺的原期限在本期到期的主件中，原期限以前反馈的；延期、挂起、重办都不改原期限",
        _first_due,
        lambda _: are.is_answered_by(Appeal.first_due_at),
        WHOLE,
    ),
    "grid.solved": _rate(
        Rate.SOLVED, "件", "本期办结的主件中结果是“已解决”的；转法定途径的不计", _closed, _solved, _with_outcome
    ),
    "grid.satisfied": _rate(
        Rate.SATISFIED,
        "人",
        "本期办结主件的诉求人中，作了评价的人里满意和基本满意的；按诉求人计，未评价的不计",
        _asked,
        _content,
        _answered,
    ),
    "grid.rated": _rate(
        Rate.RATED,
        "人",
        "本期办结主件应回访的诉求人中作了评价的；两个工作日都没有联系上的是未评价",
        _asked,
        _answered,
        WHOLE,
    ),
    "grid.response": _rate(
        Rate.RESPONSE,
        "条",
        "签收时限在本期到期的环节中按时签收的；没有签收的算超时，到时限以前已退回、免除或改派的不计",
        _sign_due,
        _signed_in_time,
        _to_sign,
    ),
    "grid.reopened": _rate(
        Rate.REOPENED, "件", "本期办结的主件中重办过的", _closed, lambda _: Appeal.reopen_count > 0, WHOLE
    ),
    "grid.once": _rate(
        Rate.ONCE,
        "件",
        "本期办结的主件中没有退回再办、也没有重办过的",
        _closed,
        lambda _: and_(Appeal.reopen_count == 0, Appeal.rework_count == 0),
        WHOLE,
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
    rows, of = declared.parts(_frame(viewer, area, period, now, catalogue))
    asked = {"n": rows, "d": of}.get(part or "n")
    if asked is None:
        raise BadParameter("地址里的指标部分不对，请从数据总览进入")
    return asked.rows


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
    rows, of = declared.parts(frame)
    return Figure(
        key=key,
        task=TASK,
        label=declared.label,
        unit=declared.unit,
        definition=declared.definition,
        rows=rows.rows,
        address=_address(key, "n", declared, frame),
        of=of.rows if of else None,
        of_address=_address(key, "d", declared, frame) if of else "",
        hot=declared.hot,
        parts=(rows, of),
    )


def _address(key: str, part: str, declared: Declared, frame: Frame) -> str:
    """The list of exactly these rows."""
    asked = {"figure": key, "part": part, "period": frame.period.key, "area": frame.area}
    return f"{declared.register.value}?{urlencode({k: v for k, v in asked.items() if v})}"

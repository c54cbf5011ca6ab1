"""Pay months and their lines within the viewer's scope; sums without persons for the finance viewer (WF-116)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import defer

from shuangluan.extensions import db
from shuangluan.kernel.models import Person, RuleScheme
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, count_of
from shuangluan.workforce.models import Arrear, PayLine, PayRun, RetainedPay, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.payroll import Payroll, last_locked
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.payroll import Owed, hidden_groups
from shuangluan.workforce.rules.spans import following_month

SUMMED = (
    "basic_fen", "performance_fen", "allowance_fen", "retained_fen", "arrears_fen", "deduction_fen", "gross_fen",
    "award_fen", "person_fen", "unit_fen", "tax_fen", "net_fen",
)  # fmt: skip


def run(run_id: int, *, viewer: Viewer) -> PayRun | None:
    """The month: one for the whole district."""
    return db.session.get(PayRun, run_id) if viewer.can(Perm.PAY_READ) else None


def basis_words(run: PayRun) -> str:
    """按 the table and the rates by which the month was reckoned, each with its document."""
    named = ((run.pay_scheme_id, "薪酬表"), (run.insurance_scheme_id, "缴费标准"))
    rows = ((db.session.get_one(RuleScheme, scheme_id), label) for scheme_id, label in named)
    return "按" + "、".join(f"{row.payload.get('name') or label}（{row.document_no}）" for row, label in rows)


def newest(viewer: Viewer) -> PayRun | None:
    """The newest month, for those who read pay."""
    if not viewer.can(Perm.PAY_READ):
        return None
    return db.session.scalar(select(PayRun).order_by(PayRun.month.desc()).limit(1))


@dataclass(frozen=True)
class Sums:
    """Head count and sums of some lines, in yuan."""

    people: int
    yuan: Mapping[str, str]

    @property
    def cost(self) -> str:
        """What they cost the employer: gross, award, employer lines."""
        fen = sum(_fen(self.yuan[name]) for name in ("gross_fen", "award_fen", "unit_fen"))
        return yuan_of(fen)


def _fen(text: str) -> int:
    return int(text.replace(".", ""))


def _sums(row: Any) -> Sums:
    return Sums(row[0] or 0, {name: yuan_of(int(row[place] or 0)) for place, name in enumerate(SUMMED, 1)})


def _summing(*columns: Any) -> Select[Any]:
    sums = [func.sum(getattr(PayLine, name)) for name in SUMMED]
    return select(func.count(), *sums, *columns)


def runs(viewer: Viewer) -> list[tuple[PayRun, Sums]]:
    """All months with their sums, the newest first; for those who read sums as for those who read lines."""
    if not (viewer.can(Perm.PAY_READ) or viewer.can(Perm.PAY_TOTAL_READ)):
        return []
    rows = db.session.execute(_summing(PayLine.run_id).where(PayLine.problem == "").group_by(PayLine.run_id))
    sums = {row[-1]: _sums(row) for row in rows}
    nothing = Sums(0, dict.fromkeys(SUMMED, "0.00"))
    months = db.session.scalars(select(PayRun).order_by(PayRun.month.desc()))
    return [(one, sums.get(one.id, nothing)) for one in months]


def _lines(viewer: Viewer, *columns: Any) -> Select[Any]:
    return select(*columns or (PayLine,)).where(viewer.within(Perm.PAY_READ, PayLine.community))


def line(line_id: int, *, viewer: Viewer) -> PayLine | None:
    """One worker's line, if it exists for the viewer."""
    found: PayLine | None = db.session.scalar(_lines(viewer).where(PayLine.id == line_id))
    return found


def newest_line(worker: Worker, *, viewer: Viewer) -> PayLine | None:
    """The line of his newest month."""
    rows = _lines(viewer).join(PayRun, PayRun.id == PayLine.run_id).where(PayLine.worker_id == worker.id)
    found: PayLine | None = db.session.scalar(rows.order_by(PayRun.month.desc()).limit(1))
    return found


def months_of(worker: Worker, *, viewer: Viewer) -> list[tuple[PayRun, PayLine]]:
    """His last twelve months with their lines, the newest first."""
    rows = (
        _lines(viewer, PayRun, PayLine).join(PayRun, PayRun.id == PayLine.run_id).where(PayLine.worker_id == worker.id)
    )
    return [(run, line) for run, line in db.session.execute(rows.order_by(PayRun.month.desc()).limit(12))]


VIEWS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "all": true,
    "arrears": lambda: PayLine.arrears_fen != 0,
    "retained": lambda: PayLine.retained_fen != 0,
    "award": lambda: PayLine.award_fen != 0,
    "typed": lambda: (PayLine.deduction_fen != 0) | (PayLine.tax_fen != 0),
    "problem": lambda: PayLine.problem != "",
}
FILTERS: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
    "q": lambda text: matches(Worker.search_text, text),
    "post": lambda text: PayLine.post_class == text,
}


def _filtered(found: PayRun, asked: Asked, viewer: Viewer, *columns: Any) -> Select[Any]:
    rows = (
        _lines(viewer, *columns)
        .join(Worker, Worker.id == PayLine.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(PayLine.run_id == found.id, *(FILTERS[key](value) for key, value in asked.values.items()))
    )
    area = asked.extra.get("area")
    return rows.where(area_range(PayLine.community, area)) if area else rows


def _order(asked: Asked) -> tuple[Any, ...]:
    """By community and pinyin, never by pay (WF-102)."""
    columns = {"community": (PayLine.community, Person.pinyin), "name": (Person.pinyin,)}[asked.sort]
    return tuple(one.desc() if asked.desc else one.asc() for one in (*columns, PayLine.id))


def tally(found: PayRun, asked: Asked, viewer: Viewer) -> dict[str, int]:
    """How many lines in each view, in one statement."""
    parts = [count_of(_filtered(found, asked, viewer, PayLine.id).where(holds())) for holds in VIEWS.values()]
    return dict(zip(VIEWS, db.session.execute(select(*parts)).one(), strict=True))


def page_rows(found: PayRun, asked: Asked, viewer: Viewer) -> list[PayLine]:
    """The page asked for and one row more."""
    rows = _chosen(found, asked, viewer).limit(asked.size + 1).offset((asked.page - 1) * asked.size)
    return list(db.session.scalars(rows))


def all_rows(found: PayRun, asked: Asked, viewer: Viewer) -> list[PayLine]:
    """Every line of the list."""
    return list(db.session.scalars(_chosen(found, asked, viewer)))


def _chosen(found: PayRun, asked: Asked, viewer: Viewer) -> Select[Any]:
    rows = _filtered(found, asked, viewer).where(VIEWS[asked.view]()).order_by(*_order(asked))
    return rows.options(defer(PayLine.lines), defer(PayLine.kinds))


def sums_of(found: PayRun, asked: Asked, viewer: Viewer) -> Sums:
    """The sums over the list."""
    rows = _filtered(found, asked, viewer, PayLine.id).where(VIEWS[asked.view]())
    return _sums(db.session.execute(_summing().where(PayLine.id.in_(rows))).one())


@dataclass(frozen=True)
class Pending:
    """What closed months owe a worker, or he them, that nobody has decided."""

    worker: Worker
    owed: list[Owed]

    @property
    def id(self) -> int:
        """The worker's id."""
        return self.worker.id

    @property
    def sum(self) -> Decimal:
        """The differences together, in yuan: above 0 he is owed."""
        return sum((one.difference for one in self.owed), Decimal(0))

    @property
    def total(self) -> str:
        """The sum in words."""
        return f"{self.sum:.2f}"


def pending(viewer: Viewer, worker_ids: list[int] | None = None) -> list[Pending]:
    """Differences of closed months that wait for a decision (WF-93); none before the first month is locked."""
    last = last_locked()
    if last is None or not viewer.can(Perm.PAY_READ):
        return []
    open_id = db.session.scalar(select(PayRun.id).where(PayRun.locked_at.is_(None)))
    reckoned = Payroll(following_month(last), open_id, worker_ids)
    found = []
    for worker in reckoned.workers:
        owed = [one for one in reckoned.owed(worker.id) if not one.is_automatic]
        if owed and viewer.holds_area(Perm.PAY_READ, worker.community):
            found.append(Pending(worker, owed))
    return found


def history(worker: Worker) -> list[tuple[date, PayLine]]:
    """The locked months of a worker, the newest first."""
    rows = (
        select(PayRun.month, PayLine)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.worker_id == worker.id, PayRun.locked_at.is_not(None), PayLine.problem == "")
        .order_by(PayRun.month.desc())
    )
    return [(month, found) for month, found in db.session.execute(rows)]


def decisions(worker: Worker) -> list[Arrear]:
    """What was decided about closed months of a worker, the newest first."""
    rows = select(Arrear).where(Arrear.worker_id == worker.id, Arrear.decided_by_id.is_not(None))
    return list(db.session.scalars(rows.order_by(Arrear.id.desc())))


def retained_pay(worker: Worker) -> RetainedPay | None:
    """What his 保留差额 is reckoned from."""
    return db.session.scalar(select(RetainedPay).where(RetainedPay.worker_id == worker.id))


@dataclass(frozen=True)
class Group:
    """A street or a class with its sums; a small group shows none (WF-116)."""

    name: str
    sums: Sums | None


def groups(found: PayRun, by: str) -> list[Group]:
    """Sums by street or by class, without persons; small groups hidden."""
    column = func.substr(PayLine.community, 1, 9) if by == "street" else PayLine.post_class
    rows = db.session.execute(
        _summing(column).where(PayLine.run_id == found.id, PayLine.problem == "").group_by(column).order_by(column)
    ).all()
    sizes = {row[-1]: row[0] for row in rows}
    hidden = hidden_groups(sizes)
    return [
        Group(areas().name(row[-1]) if by == "street" else row[-1], None if row[-1] in hidden else _sums(row))
        for row in rows
    ]

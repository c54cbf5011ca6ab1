"""数据体检 of the viewer's workers: their files read as they stand now and looked over by pure rules (WF-200)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import effective, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Reckoned
from shuangluan.workforce.models import (
    Absence,
    AnnualResult,
    Appointment,
    Basis,
    Certificate,
    Contract,
    Education,
    GradeRecord,
    Registration,
    ServiceSegment,
    Worker,
)
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.checks import periods_of_all, required_since
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.facts import Facts, facts_of
from shuangluan.workforce.queries.ledger import as_row, records_of, schemes_of
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules import promotion, retire_date, timeline
from shuangluan.workforce.rules.data_check import (
    Credential,
    Finding,
    Group,
    Kind,
    Profile,
    Schooling,
    Stretch,
    findings,
    group_of,
)
from shuangluan.workforce.rules.states import EMPLOYED

Listed = dict[int, list[Any]]
STALE = "等级记录与现有事实不一致，先核实，再办更正"


@dataclass(frozen=True)
class Found:
    """A finding with whose it is."""

    worker: Worker
    finding: Finding


def _by_worker(table: Any, ids: Sequence[int], begun: Any) -> Listed:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(select(table).where(table.worker_id.in_(ids)).order_by(begun, table.id)):
        found[row.worker_id].append(row)
    return found


class Files:
    """The files of some workers, read in as many statements for one as for all."""

    def __init__(self, workers: Sequence[Worker], day: date, *, with_checks: bool = False) -> None:
        ids = [one.id for one in workers]
        self.day = day
        self.education = _by_worker(Education, ids, Education.recognized_from)
        self.certificates = _by_worker(Certificate, ids, Certificate.approved_on)
        self.segments = _by_worker(ServiceSegment, ids, ServiceSegment.served_from)
        self.absences = _by_worker(Absence, ids, Absence.away_from)
        self.posts = _by_worker(Appointment, ids, Appointment.held_from)
        self.contracts = _by_worker(Contract, ids, Contract.signed_from)
        self.results = _by_worker(AnnualResult, ids, AnnualResult.year)
        self.facts, self.ledgers = facts_of(ids), records_of(ids)
        self.schemes = schemes_of(row.scheme_id for rows in self.ledgers.values() for row in rows)
        self.untils = self._registrations(ids)
        posts = grade_scheme_on(day).payload["posts"]
        self.positions = {position for post in posts.values() for position in post["positions"]}
        self.checks_since = required_since() if with_checks else None
        self.cleared = periods_of_all(ids) if with_checks else {}
        self.retirement = effective.scheme_on(RETIREMENT, day).payload

    def _registrations(self, ids: Sequence[int]) -> dict[int, list[date | None]]:
        rows = db.session.execute(
            select(Registration.certificate_id, Registration.registered_until)
            .join(Certificate, Certificate.id == Registration.certificate_id)
            .where(Certificate.worker_id.in_(ids))
            .order_by(Registration.registered_from, Registration.id)
        )
        found: defaultdict[int, list[date | None]] = defaultdict(list)
        for certificate_id, until in rows:
            found[certificate_id].append(until)
        return found

    def profile(self, worker: Worker) -> Profile:
        """What the rules look at of one of them."""
        number = worker.person.id_number
        posts = self.posts[worker.id]
        retires = retire_date(self.retirement, worker.birth_date.isoformat(), worker.retire_class)["date"]
        return Profile(
            day=self.day, state=worker.state, birth=worker.birth_date,
            card_birth=pii.birth_date(number) if number else None, archive_birth=worker.archive_birth_date,
            exit_on=worker.exit_date, graded_on=worker.first_on, retires_on=date.fromisoformat(retires),
            is_elected=any(one.basis is Basis.ELECTED and one.held_until is None for one in posts),
            education=[_schooling(one) for one in self.education[worker.id]],
            certificates=[self._credential(one) for one in self.certificates[worker.id]],
            segments=[_segment(one) for one in self.segments[worker.id]],
            absences=[Stretch(one.id, "离岗", one.away_from, one.away_until) for one in self.absences[worker.id]],
            posts=[Stretch(one.id, one.position, one.held_from, one.held_until, end_reason=one.end_reason)
                   for one in posts],
            contracts=[_contract(one) for one in self.contracts[worker.id]],
            ratings={one.year: one.confirmed_on is not None for one in self.results[worker.id]},
            positions=self.positions, entered_on=worker.entry_date, cleared=self.cleared.get(worker.id, ()),
            checks_since=self.checks_since, **self._ledger(self.facts[worker.id], self.ledgers.get(worker.id, [])),
        )  # fmt: skip

    def _credential(self, row: Certificate) -> Credential:
        return Credential(row.id, row.level, tuple(self.untils.get(row.id, ())), row.verify_state)

    def _ledger(self, facts: Facts, rows: Sequence[GradeRecord]) -> dict[str, Any]:
        """Whether the rows follow from the facts as they are now, and each from the facts stored with it."""
        if not rows:
            return {}
        fault = self._fault(facts, rows)
        stored = {row.inputs_hash: row for row in rows}
        again = {key: _replayed(row, self.schemes[row.scheme_id]) for key, row in stored.items()}
        unreplayed = sum(_told(as_row(row)) not in again[row.inputs_hash] for row in rows)
        return {"ledger_fault": fault, "unreplayed": unreplayed}

    def _fault(self, facts: Facts, rows: Sequence[GradeRecord]) -> str:
        last = rows[-1]
        try:
            fresh = timeline(self.schemes[last.scheme_id], facts, last.effective_from.isoformat())
        except RuleBroken as broken:
            return broken.reason
        known, _ = promotion.split(fresh, last.effective_from)
        return "" if promotion.same_ledger(known, [as_row(row) for row in rows]) else STALE


def _told(row: Facts) -> str:
    return repr(sorted((key, value) for key, value in row.items() if key not in ("event", "lines")))


def _replayed(row: GradeRecord, scheme: dict[str, Any]) -> set[str]:
    """What the engine gives again from the inputs of a row, a correction's own event aside (WF-21)."""
    try:
        rows = timeline(scheme, row.inputs["facts"], row.inputs["through"])
    except RuleBroken:
        return set()
    keys = as_row(row).keys()
    return {_told({key: one.get(key) for key in keys}) for one in rows}


def _schooling(row: Education) -> Schooling:
    return Schooling(row.id, row.level, row.diploma_on, row.has_diploma, row.has_degree, row.verify_state)


def _segment(row: ServiceSegment) -> Stretch:
    return Stretch(row.id, row.kind, row.served_from, row.served_until, row.verify_state)


def _contract(row: Contract) -> Stretch:
    return Stretch(row.id, "劳动合同", row.signed_from, row.signed_until)


def everything(viewer: Viewer, day: date, area: str | None = None) -> list[Found]:
    """All findings within the viewer's scope, by community, pinyin and kind."""
    rows = (
        visible(viewer, permission=Perm.DATA_CHECK_READ)
        .join(Person, Person.id == Worker.person_id)
        .order_by(Worker.community, Person.pinyin, Worker.id)
    )
    if area:
        rows = rows.where(area_range(Worker.community, area))
    workers = list(db.session.scalars(rows))
    files = Files(workers, day, with_checks=viewer.can(Perm.RECRUIT_READ))
    return [Found(worker, one) for worker in workers for one in findings(files.profile(worker))]


def source(found: Sequence[Found]) -> Reckoned:
    """The findings as a list, by group and kind."""
    kinds = list(Kind)
    return Reckoned(
        rows=found,
        views={"all": lambda _: True, **{group.value: _in_group(group) for group in Group}},
        filters={
            "q": lambda text, one: norm(text) in one.worker.search_text,
            "kind": lambda text, one: one.finding.kind.value == text,
        },
        orders={
            "name": lambda one: (one.worker.person.pinyin, one.worker.id),
            "kind": lambda one: kinds.index(one.finding.kind),
        },
        place=lambda one: one.worker.community,
    )


def _in_group(group: Group) -> Callable[[Found], bool]:
    return lambda one: group_of(one.finding.kind) is group


def counts(found: Iterable[Found]) -> Counter[Kind]:
    """How many of each kind."""
    return Counter(one.finding.kind for one in found)


def has_gap(day: date) -> ColumnElement[bool]:
    """Employed, with a gap in the file that the community can fill: the kinds of FILE_GAPS, asked in the database."""
    own = Person.id == Worker.person_id
    held = (Appointment.worker_id == Worker.id, Appointment.held_from <= day)
    in_force = or_(Appointment.held_until.is_(None), Appointment.held_until >= day)
    elected = (Appointment.worker_id == Worker.id, Appointment.basis == Basis.ELECTED)
    signed = (
        Contract.worker_id == Worker.id, Contract.signed_from <= day,
        or_(Contract.signed_until.is_(None), Contract.signed_until >= day),
    )  # fmt: skip
    return and_(
        is_employed(),
        or_(
            exists().where(own, Person.id_number.is_(None)).correlate(Worker),
            ~exists().where(Education.worker_id == Worker.id).correlate(Worker),
            ~exists().where(ServiceSegment.worker_id == Worker.id).correlate(Worker),
            ~exists().where(*held, in_force).correlate(Worker),
            and_(
                ~exists().where(*signed).correlate(Worker),
                ~exists().where(*elected, Appointment.held_until.is_(None)).correlate(Worker),
            ),
        ),
    )


def own_findings(worker: Worker, day: date) -> list[Found]:
    """What is missing in a worker's own file, for herself; the ledger is looked into by others first (WF-2)."""
    if worker.state not in EMPLOYED:
        return []
    found = findings(Files([worker], day).profile(worker))
    return [Found(worker, one) for one in found if group_of(one.kind) is not Group.LEDGER]

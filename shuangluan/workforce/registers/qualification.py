"""职业水平考试 as a register that takes workbooks: who enters, signed up, passed; a row a worker and year (WF-119)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import QualificationEntry, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import sittings as stored
from shuangluan.workforce.queries.imports import worker_by_id
from shuangluan.workforce.registers.named import NAMED, Problems, problems_of_worker, worker_numbered, workers_of
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.rules.qualification import check_entry

LEVELS = tuple((one, one) for one in CERTIFICATE_ORDER)
RESULTS = (("passed", "合格"), ("failed", "不合格"), ("passed", "通过"), ("failed", "未通过"))
PASSED = {"passed": True, "failed": False, None: None}


def fields(_viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns, as the list of a year exports them."""
    return (
        *NAMED,
        Field("year", "年度", Kind.WHOLE, required=True, synonyms=("考试年度",), example=f"{day.year}"),
        Field("level", "报考级别", Kind.CHOICE, required=True, options=LEVELS, synonyms=("报考", "级别")),
        Field("willing_on", "愿意日期", Kind.DATE, required=True, synonyms=("愿意", "表态日期")),
        Field("signed_up_on", "报名日期", Kind.DATE, synonyms=("报名", "报名时间")),
        Field("result", "成绩", Kind.CHOICE, options=RESULTS, synonyms=("考试结果", "结果"), note="先填报名日期"),
    )


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it; as many statements for one row as for all."""
    workers = workers_of(rows)
    known = stored.entries_known([one.id for one in workers.values()])
    return [_answer(row, workers.get(row.get("staff_no") or ""), known, viewer, clock.local_day(at)) for row in rows]


def _answer(
    row: Values,
    worker: Worker | None,
    known: Mapping[tuple[int, int], QualificationEntry],
    viewer: Viewer,
    today: date,
) -> Answer:
    problems = problems_of_worker(row, worker, viewer, Perm.WORKER_EDIT)
    if worker is None or (problems and problems[0][0] == "staff_no"):
        return Answer(problems=tuple(problems))
    stands = known.get((worker.id, row.get("year") or 0))
    values = _values(stands, worker) if stands else {}
    problems += _out_of_order({**values, **row}, today)
    return Answer(Standing(stands.id, stands.row_version, values) if stands else None, tuple(problems))


def _values(entry: QualificationEntry, worker: Worker) -> dict[str, Any]:
    result = next(key for key, value in PASSED.items() if value is entry.has_passed)
    return {
        "staff_no": worker.staff_no, "name": worker.person.name, "year": entry.year, "level": entry.level,
        "willing_on": entry.willing_on, "signed_up_on": entry.signed_up_on, "result": result,
    }  # fmt: skip


def _out_of_order(said: Values, today: date) -> Problems:
    """The refusal of the rules, beside its column."""
    if not said.get("willing_on") or not said.get("year"):
        return []
    try:
        passed = PASSED[said.get("result")]
        check_entry(said["willing_on"], said.get("signed_up_on"), passed, year=said["year"], today=today)
    except RuleBroken as broken:
        return [(broken.field or "", broken.reason)]
    return []


def _sitting(said: Values) -> services.Sitting:
    return services.Sitting(said["level"], said["willing_on"], said.get("signed_up_on"), PASSED[said.get("result")])


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    worker = worker_numbered(row["staff_no"])
    return services.enter_qualification(worker, row["year"], _sitting(row), by=by, at=at).id


def _change(entry_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    entry = stored.entry_by_id(entry_id)
    worker = worker_by_id(entry.worker_id)
    said = _values(entry, worker) | dict(values)
    services.enter_qualification(worker, entry.year, _sitting(said), by=by, at=at)


def _remove(entry_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_qualification(stored.entry_by_id(entry_id), by=by, at=at)


QUALIFICATION = Register(
    key="worker_qualification",
    name="职业水平考试报考",
    noun="报考",
    record_kind="workforce_qualification_entry",
    endpoint="workforce.qualification_list",
    permission=Perm.WORKER_EDIT,
    natural_keys=(("staff_no", "year"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

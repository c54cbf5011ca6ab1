"""两代表一委员 as a register that takes workbooks: a seat a row, its worker known by the number (WF-21, WF-117)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import Delegate, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import delegates as stored
from shuangluan.workforce.queries.imports import worker_by_id
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, DelegateKind, Seat

LONGEST = {"term": 20, "reason": 300}
KINDS = tuple((one.value, label) for one, label in DELEGATE_LABEL.items())
OF_SEAT = ("level", "term", "reason", "recommended_on", "elected_on", "ended_on")


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a seat; levels are those of the rules in force."""
    levels = tuple((one, one) for one in stored.delegate_rules(day).levels)
    return (
        Field("staff_no", "编号", Kind.CODE, required=True, note="人员名册里的编号", example="SQ00012"),
        Field("name", "姓名", Kind.NAME, required=True, note="与编号核对", example="张三"),
        Field("kind", "类别", Kind.CHOICE, required=True, options=KINDS, synonyms=("代表委员", "身份")),
        Field("level", "层级", Kind.CHOICE, required=True, options=levels, synonyms=("级别",)),
        Field("term", "届次", required=True, synonyms=("届别",), example="第九届"),
        Field("recommended_on", "推荐日期", Kind.DATE, required=True, synonyms=("推荐时间",)),
        Field("elected_on", "当选日期", Kind.DATE, synonyms=("当选时间", "协商确定日期")),
        Field("ended_on", "结束日期", Kind.DATE, synonyms=("任期届满",), note="没有当选的，写明确没有当选的那天"),
        Field("reason", "推荐理由", width=30, synonyms=("主要事迹",)),
    )


def _key(row: Values, workers: dict[str, Worker]) -> tuple[int, str, str, str] | None:
    worker = workers.get(row.get("staff_no") or "")
    if worker is None or not all(row.get(name) for name in ("kind", "level", "term")):
        return None
    return worker.id, row["kind"], row["level"], row["term"]


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it."""
    workers = stored.workers_numbered({one["staff_no"] for one in rows if one.get("staff_no")})
    known = stored.seats_of_workers([one.id for one in workers.values()])
    return [_answer(row, workers, known, viewer) for row in rows]


def _answer(row: Values, workers: dict[str, Worker], known: dict[Any, Delegate], viewer: Viewer) -> Answer:
    problems = [
        (key, f"最多 {most} 个字，请改短")
        for key, most in LONGEST.items()
        if isinstance(row.get(key), str) and len(row[key]) > most
    ]
    worker = workers.get(row.get("staff_no") or "")
    if worker is None or not viewer.holds_area(Perm.DELEGATE_EDIT, worker.community):
        return Answer(problems=(*problems, ("staff_no", "你的范围里没有这个编号，请照人员名册填")))
    if row.get("name") and row["name"] != worker.person.name:
        problems.append(("name", f"编号 {worker.staff_no} 在名册里是{worker.person.name}，请核对编号和姓名"))
    key = _key(row, workers)
    stands = known.get(key) if key else None
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {one: getattr(stands, one) for one in OF_SEAT} | {
        "staff_no": worker.staff_no, "name": worker.person.name, "kind": stands.kind.value,
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    worker = stored.workers_numbered([row["staff_no"]])[row["staff_no"]]
    seat = Seat(
        DelegateKind(row["kind"]), row["level"], row["term"], row.get("reason") or "", row["recommended_on"],
        row.get("elected_on"), row.get("ended_on"),
    )  # fmt: skip
    return services.recommend_delegate(worker, seat, by=by, at=at).id


def _change(delegate_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    found = stored.delegate_by_id(delegate_id)
    said: dict[str, Any] = {one: values.get(one, getattr(found, one)) for one in OF_SEAT}
    seat = Seat(found.kind, **said | {"reason": said["reason"] or ""})
    services.change_delegate(found, worker_by_id(found.worker_id), seat, by=by, at=at)


def _remove(delegate_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_delegate(stored.delegate_by_id(delegate_id), by=by, at=at)


DELEGATES = Register(
    key="worker_delegates",
    name="两代表一委员名单",
    noun="席位",
    record_kind="workforce_delegate",
    endpoint="workforce.delegate_list",
    permission=Perm.DELEGATE_EDIT,
    natural_keys=(("staff_no", "kind", "level", "term"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

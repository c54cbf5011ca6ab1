"""两代表一委员 by workbook: one row a seat, known by staff number, kind, level and term (WF-117, WF-163)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import delegates
from shuangluan.workforce.queries.imports import workers_known
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, DelegateKind

KINDS = tuple((one.value, label) for one, label in DELEGATE_LABEL.items())
KEY = ("staff_no", "kind", "level", "term")
OWN = ("recommended_on", "reason", "elected_on", "ended_on")
LONGEST = {"term": 20, "reason": 300}


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a seat."""
    levels = tuple((one, one) for one in delegates.delegate_rules(day).levels)
    return (
        Field("staff_no", "编号", Kind.CODE, required=True, note="工作者的编号", example="SQ00012"),
        Field("name", "姓名", Kind.NAME, note="只用来核对", example="张三"),
        Field("kind", "类别", Kind.CHOICE, required=True, options=KINDS),
        Field("level", "层级", Kind.CHOICE, required=True, options=levels),
        Field("term", "届次", required=True, example="十八届"),
        Field("recommended_on", "推荐日期", Kind.DATE, required=True),
        Field("elected_on", "当选日期", Kind.DATE, note="没有当选的留空"),
        Field("ended_on", "结束日期", Kind.DATE, note="还在任的留空"),
        Field("reason", "推荐理由", width=30),
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it."""
    workers = {one.staff_no: one for one in workers_known([row.get("staff_no") or "" for row in rows], ())}
    known = delegates.known([one.id for one in workers.values()])
    answers = []
    for row in rows:
        worker = workers.get(row.get("staff_no") or "")
        if worker is None or not viewer.holds_area(Perm.DELEGATE_EDIT, worker.community):
            answers.append(Answer(problems=(("staff_no", "你的范围里没有这个编号的工作者，请在名册里查"),)))
            continue
        record = known.get((worker.id, row.get("kind"), row.get("level"), row.get("term")))
        standing = None
        if record is not None:
            stands = {"staff_no": worker.staff_no, "name": worker.person.name}
            stands |= {key: getattr(record, key) for key in (*KEY[1:], *OWN)}
            standing = Standing(record.id, record.row_version, stands)
        answers.append(Answer(standing, tuple(_problems(row, worker, standing))))
    return answers


def _problems(row: Values, worker: Worker, standing: Standing | None) -> list[tuple[str, str]]:
    found = [
        (key, f"最多 {most} 个字，请改短") for key, most in LONGEST.items() if len(str(row.get(key) or "")) > most
    ]
    if isinstance(row.get("name"), str) and row["name"] != worker.person.name:
        found.append(("name", f"编号 {worker.staff_no} 是{worker.person.name}，请核对"))
    begun, elected, ended = (row.get(key) for key in ("recommended_on", "elected_on", "ended_on"))
    if begun and elected and elected < begun:
        found.append(("elected_on", "当选日期不能早于推荐日期"))
    if ended and (elected or begun) and ended < (elected or begun):
        found.append(("ended_on", "结束日期不能早于当选或推荐日期"))
    for key in ("recommended_on", "reason"):
        if standing is not None and row.get(key) is not None and row[key] != standing.values[key]:
            found.append((key, "与已登记的不同，不能用表格改；这一格照台账填或者留空"))
    return found


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    worker = workers_known([row["staff_no"]], ())[0]
    said = services.Recommendation(
        DelegateKind(row["kind"]), row["level"], row["term"], row["recommended_on"], row.get("reason") or ""
    )
    record = services.recommend_delegate(worker, said, by=by, at=at)
    if row.get("elected_on") or row.get("ended_on"):
        services.correct_delegate(
            record, elected_on=row.get("elected_on"), ended_on=row.get("ended_on"), by=by, at=at
        )
    return record.id


def _change(delegate_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    record = delegates.delegate_by_id(delegate_id)
    said: dict[str, Any] = {key: values.get(key, getattr(record, key)) for key in ("elected_on", "ended_on")}
    services.correct_delegate(record, **said, by=by, at=at)


def _remove(delegate_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_delegate(delegates.delegate_by_id(delegate_id), by=by, at=at)


DELEGATES = Register(
    key="delegates",
    name="两代表一委员",
    noun="席位",
    record_kind="workforce_delegate",
    endpoint="workforce.delegate_list",
    permission=Perm.DELEGATE_EDIT,
    natural_keys=(KEY,),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

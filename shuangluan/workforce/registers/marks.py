"""全科考试成绩 as a register that takes workbooks: one row a worker and examination (WF-119)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import SkillExam, SkillResult, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import sittings as stored
from shuangluan.workforce.queries.skills import skill_rules
from shuangluan.workforce.registers.named import NAMED, problems_of_worker, worker_numbered, workers_of

FULL_X100 = 10_000


def fields(_viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns, as the marks of an examination export them; subjects are those of the rules in force."""
    subjects = tuple((one, one) for one in skill_rules(day).subjects)
    return (
        *NAMED,
        Field("held_on", "考试日期", Kind.DATE, required=True, synonyms=("日期", "考试时间"), note="与安排的考试相同"),
        Field("subject", "科目", Kind.CHOICE, required=True, options=subjects, synonyms=("考试科目",)),
        Field("mark", "成绩", Kind.DECIMAL, required=True, synonyms=("分数", "得分"), note="0 到 100", example="86.5"),
    )


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it; as many statements for one row as for all."""
    workers = workers_of(rows)
    offered = stored.exams_on({one["held_on"] for one in rows if one.get("held_on")})
    known = stored.marks_known([each.id for listed in offered.values() for each in listed])
    today = clock.local_day(at)
    return [_answer(row, workers.get(row.get("staff_no") or ""), offered, known, viewer, today) for row in rows]


def _answer(
    row: Values,
    worker: Worker | None,
    offered: Mapping[tuple[date, str], Sequence[SkillExam]],
    known: Mapping[tuple[int, int], SkillResult],
    viewer: Viewer,
    today: date,
) -> Answer:
    problems = problems_of_worker(row, worker, viewer, Perm.EXAM_RUN)
    if worker is None or (problems and problems[0][0] == "staff_no") or not row.get("held_on"):
        return Answer(problems=tuple(problems))
    if row.get("mark") is not None and not 0 <= row["mark"] <= FULL_X100:
        problems.append(("mark", "成绩要在 0 到 100 之间"))
    found = offered.get((row["held_on"], row.get("subject") or ""), ())
    if len(found) != 1:
        said = "有两场同科目的考试，请打开考试登记" if found else "没有这个科目的考试，请先安排"
        return Answer(problems=(*problems, ("subject", f"{row['held_on']} {said}")))
    if today < found[0].held_on:
        problems.append(("held_on", f"{found[0].held_on} 才考试，考完再登记成绩"))
    result = known.get((found[0].id, worker.id))
    if result is None:
        return Answer(problems=tuple(problems))
    values = {
        "name": worker.person.name, "staff_no": worker.staff_no, "held_on": row["held_on"],
        "subject": row["subject"], "mark": result.score_x100,
    }  # fmt: skip
    return Answer(Standing(result.id, result.score_x100, values), tuple(problems))  # nothing else of it can change


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    [exam] = stored.exams_on([row["held_on"]])[row["held_on"], row["subject"]]
    worker = worker_numbered(row["staff_no"])
    return services.add_mark(exam, worker, score_x100=row["mark"], on=clock.local_day(at), by=by, at=at).id


def _change(result_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    if "mark" in values:
        services.change_mark(stored.mark_by_id(result_id), score_x100=values["mark"], by=by, at=at)


def _remove(result_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_mark(stored.mark_by_id(result_id), by=by, at=at)


MARKS = Register(
    key="skill_marks",
    name="全科考试成绩",
    noun="成绩",
    record_kind="workforce_skill_result",
    endpoint="workforce.exam_list",
    permission=Perm.EXAM_RUN,
    natural_keys=(("staff_no", "held_on", "subject"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

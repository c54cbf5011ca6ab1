"""参训名单 as a register that takes workbooks: who was called to which session and was there (WF-21, WF-119).

Hours stand in no column: those of the session count for whoever signed in.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import Training, TrainingSeat, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import sittings as stored
from shuangluan.workforce.registers.named import NAMED, problems_of_worker, worker_numbered, workers_of

SIGNED = (("yes", "已签到"), ("no", "没有签到"), ("yes", "是"), ("no", "否"))


def fields(_viewer: Viewer, _day: date) -> Sequence[Field]:
    """The columns, as the roster of a session exports them."""
    return (
        *NAMED,
        Field("held_on", "日期", Kind.DATE, required=True, synonyms=("培训日期",), note="与培训场次相同"),
        Field("course", "课程", required=True, synonyms=("培训课程", "培训内容"), note="与培训场次相同", width=24),
        Field("signed", "签到", Kind.CHOICE, options=SIGNED, synonyms=("是否签到",), note="留空是还没有签到"),
    )


Offered = Mapping[tuple[date, str], Sequence[Training]]


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it; as many statements for one row as for all."""
    workers = workers_of(rows)
    offered = stored.sessions_on({one["held_on"] for one in rows if one.get("held_on")})
    known = stored.seats_known([each.id for listed in offered.values() for each in listed])
    today = clock.local_day(at)
    return [_answer(row, workers.get(row.get("staff_no") or ""), offered, known, viewer, today) for row in rows]


def _answer(
    row: Values,
    worker: Worker | None,
    offered: Offered,
    known: Mapping[tuple[int, int], TrainingSeat],
    viewer: Viewer,
    today: date,
) -> Answer:
    problems = problems_of_worker(row, worker, viewer, Perm.TRAINING_RUN)
    if worker is None or (problems and problems[0][0] == "staff_no") or not row.get("held_on"):
        return Answer(problems=tuple(problems))
    found = stored.session_of(worker, offered.get((row["held_on"], row.get("course") or ""), ()))
    if len(found) != 1:
        said = "有两场同名的培训，请打开场次登记" if found else "没有这门课程的培训，请先安排场次"
        return Answer(problems=(*problems, ("course", f"{row['held_on']} {said}")))
    if row.get("signed") == "yes" and today < found[0].held_on:
        problems.append(("signed", f"{found[0].held_on} 才开课，开课以后登记签到"))
    seat = known.get((found[0].id, worker.id))
    if seat is None:
        return Answer(problems=tuple(problems))
    values = {
        "name": worker.person.name, "staff_no": worker.staff_no, "held_on": row["held_on"], "course": row["course"],
        "signed": "yes" if seat.signed_in else "no",
    }  # fmt: skip
    return Answer(Standing(seat.id, int(seat.signed_in), values), tuple(problems))  # nothing else of it can change


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    worker = worker_numbered(row["staff_no"])
    [training] = stored.session_of(worker, stored.sessions_on([row["held_on"]])[row["held_on"], row["course"]])
    there = row.get("signed") == "yes"
    return services.seat_worker(training, worker, signed_in=there, on=clock.local_day(at), by=by, at=at).id


def _change(seat_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    seat, training = stored.seat_by_id(seat_id)
    there = values.get("signed") == "yes"
    services.sign_seat(seat, training, signed_in=there, on=clock.local_day(at), by=by, at=at)


def _remove(seat_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_seat(stored.seat_by_id(seat_id)[0], by=by, at=at)


ATTENDANCE = Register(
    key="training_roster",
    name="参训名单",
    noun="参训",
    record_kind="workforce_training_seat",
    endpoint="workforce.training_list",
    permission=Perm.TRAINING_RUN,
    natural_keys=(("staff_no", "held_on", "course"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

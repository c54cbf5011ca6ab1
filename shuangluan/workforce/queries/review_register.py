"""复核申请 as a list: who asked what to be looked at again, until when it is answered (WF-104)."""

from typing import Any

from sqlalchemy import and_, select

from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import ReviewRequest, ReviewSubject, Worker
from shuangluan.workforce.permissions import Perm

R = ReviewRequest


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(R).join(Worker, Worker.id == R.worker_id)
    return rows.join(Person, Person.id == Worker.person_id)


REVIEWS = Source(
    key=R.id,
    ids=within(_joined(R.id), Perm.REVIEW_READ, Worker.community),
    columns=lambda _: _joined(
        R.id, R.worker_id, Person.name, Worker.staff_no, Worker.community, Worker.state, R.subject, R.content,
        R.asked_on, R.due_on, R.finding, R.answer, R.answered_at,
    ),
    views=lambda day: {
        "open": R.answered_at.is_(None),
        "late": and_(R.answered_at.is_(None), R.due_on < day),
        "answered": R.answered_at.is_not(None),
        "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "subject": lambda text, _: R.subject == ReviewSubject(text),
        **between("asked", R.asked_on),
    },
    orders={
        "due": (R.due_on,), "asked": (R.asked_on,), "name": (Person.pinyin,),
        "community": (Worker.community, Person.pinyin),
    },
    area=in_area(Worker.community),
)  # fmt: skip

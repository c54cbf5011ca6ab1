"""复核申请 as a list: who asked what to be looked at again, until when it is answered (WF-104)."""

from datetime import date
from typing import Any

from sqlalchemy import and_, select, true

from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.workforce.models import ReviewRequest, ReviewSubject, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.sources import Source

R = ReviewRequest


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(R).join(Worker, Worker.id == R.worker_id)
    return rows.join(Person, Person.id == Worker.person_id)


REVIEWS = Source(
    key=R.id,
    ids=_joined(R.id),
    columns=lambda _: _joined(
        R.id, R.worker_id, Person.name, Worker.staff_no, Worker.community, Worker.state, R.subject, R.content,
        R.asked_on, R.due_on, R.finding, R.answer, R.answered_at,
    ),
    views={
        "open": lambda _: R.answered_at.is_(None),
        "late": lambda day: and_(R.answered_at.is_(None), R.due_on < day),
        "answered": lambda _: R.answered_at.is_not(None),
        "all": lambda _: true(),
    },
    filters={
        "q": lambda text: matches(Worker.search_text, text),
        "subject": lambda text: R.subject == ReviewSubject(text),
        "asked_from": lambda text: R.asked_on >= date.fromisoformat(text),
        "asked_to": lambda text: R.asked_on <= date.fromisoformat(text),
    },
    sorts={
        "due": (R.due_on,), "asked": (R.asked_on,), "name": (Person.pinyin,),
        "community": (Worker.community, Person.pinyin),
    },
    permission=Perm.REVIEW_READ,
)  # fmt: skip

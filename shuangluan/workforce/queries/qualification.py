"""全国社会工作者职业水平考试 of a year: who may sit it, is willing, has signed up, has passed (WF-119)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, select, true

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Certificate, Education, QualificationEntry, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules import count_service
from shuangluan.workforce.rules.qualification import Learned, QualificationRules, level_open
from shuangluan.workforce.rules.states import VerifyState

QUALIFICATION = "workforce.qualification"


def qualification_rules(day: date) -> QualificationRules:
    """The conditions in force on `day`."""
    return QualificationRules.parse(effective.scheme_on(QUALIFICATION, day).payload)


def levels_open(viewer: Viewer, year: int, day: date) -> dict[int, str]:
    """The highest level that each of the viewer's employed may sit; years are counted to the end of `year`.

    As many statements for one worker as for all.
    """
    ids = list(db.session.scalars(visible(viewer, Worker.id).where(is_employed())))
    rules, scheme, facts = qualification_rules(day), grade_scheme_on(day).payload, facts_of(ids)
    studied, held = _studied(ids), _held(ids)
    end = date(year, 12, 31)
    found = {}
    for one in ids:
        served = count_service(scheme, facts[one]["segments"], end.isoformat(), facts[one]["absences"])["years"]
        level = level_open(rules, Learned(studied[one], held[one], served), end)
        if level:
            found[one] = level
    return found


def _studied(ids: list[int]) -> defaultdict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = select(Education.worker_id, Education.level, Education.major).where(
        Education.worker_id.in_(ids), Education.verify_state == VerifyState.VERIFIED
    )
    for worker_id, level, major in db.session.execute(rows):
        found[worker_id].append((level, major))
    return found


def _held(ids: list[int]) -> defaultdict[int, dict[str, date]]:
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    rows = select(Certificate.worker_id, Certificate.level, Certificate.approved_on).where(
        Certificate.worker_id.in_(ids), Certificate.verify_state == VerifyState.VERIFIED
    )
    for worker_id, level, approved_on in db.session.execute(rows):
        found[worker_id][level] = approved_on
    return found


def entry(worker_id: int, year: int) -> QualificationEntry | None:
    """What a worker said and did of a year's examination."""
    return db.session.scalar(
        select(QualificationEntry).where(QualificationEntry.worker_id == worker_id, QualificationEntry.year == year)
    )


def entries(year: int, may_sit: Mapping[int, str]) -> Source:
    """The list of a year over all employed workers; `may_sit`: who may sit it."""
    mine = and_(QualificationEntry.worker_id == Worker.id, QualificationEntry.year == year)

    def joined(*columns: Any) -> Any:
        rows = select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)
        return rows.outerjoin(QualificationEntry, mine)

    said = QualificationEntry.id.is_not(None)
    return Source(
        key=Worker.id,
        ids=within(joined(Worker.id), Perm.WORKER_READ, Worker.community),
        columns=lambda _: joined(
            Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
            QualificationEntry.level, QualificationEntry.willing_on, QualificationEntry.signed_up_on,
            QualificationEntry.has_passed,
        ),
        views=lambda _: {
            "eligible": Worker.id.in_(may_sit),
            "willing": said,
            "signed": QualificationEntry.signed_up_on.is_not(None),
            "passed": QualificationEntry.has_passed.is_(True),
            "employed": is_employed(),
        },
        filters={
            "q": lambda text, _: matches(Worker.search_text, text),
            "year": lambda _text, _day: true(),  # the list is one year's already
            "level": lambda text, _: QualificationEntry.level == text,
        },
        orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
        area=in_area(Worker.community),
    )  # fmt: skip

"""背景联审联查 of applicants and workers: since when it is asked for, what is valid, whom a check is about (WF-42)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Person, RuleScheme
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import (
    Applicant,
    BackgroundCheck,
    CheckOpinion,
    CheckPurpose,
    RecruitPost,
    Worker,
)
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.recruitment import RECRUITMENT, recruit_rules
from shuangluan.workforce.rules.recruitment import RecruitRules
from shuangluan.workforce.rules.states import CheckState

following = aliased(BackgroundCheck, name="following_check")


def required_since() -> date | None:
    """From which day on nobody is hired or appointed without a passed check; None where no version asks for it."""
    rows = select(RuleScheme.effective_from, RuleScheme.payload).where(
        RuleScheme.code == RECRUITMENT, RuleScheme.published_at.is_not(None), RuleScheme.replaced_at.is_(None)
    )
    asking = [start for start, payload in db.session.execute(rows) if RecruitRules.parse(payload).check_required]
    return min(asking, default=None)


def periods_of_all(worker_ids: Collection[int]) -> dict[int, list[tuple[date, date]]]:
    """The passed checks of workers, each from its conclusion to its last day; those of their applications too."""
    whose = func.coalesce(BackgroundCheck.worker_id, Applicant.worker_id)
    rows: Any = db.session.execute(
        select(whose, BackgroundCheck.decided_on, BackgroundCheck.valid_until)
        .outerjoin(Applicant, Applicant.id == BackgroundCheck.applicant_id)
        .where(
            BackgroundCheck.state == CheckState.PASSED,
            or_(BackgroundCheck.worker_id.in_(worker_ids), Applicant.worker_id.in_(worker_ids)),
        )
        .order_by(BackgroundCheck.decided_on, BackgroundCheck.id)
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for worker_id, start, end in rows:
        found.setdefault(worker_id, []).append((start, end))
    return found


def ending_checks(day: date, remind_days: int) -> Any:
    """By worker, the last day of the checks passed (as applicant too), where it falls within the reminder (WF-201)."""
    whose, last = func.coalesce(BackgroundCheck.worker_id, Applicant.worker_id), func.max(BackgroundCheck.valid_until)
    rows: Any = select(whose.label("worker_id"), last.label("until"))
    rows = rows.outerjoin(Applicant, Applicant.id == BackgroundCheck.applicant_id)
    rows = rows.where(BackgroundCheck.state == CheckState.PASSED, whose.is_not(None)).group_by(whose)
    return rows.having(last.between(day, day + timedelta(remind_days))).subquery("ending_check")


def periods_of(worker_id: int) -> list[tuple[date, date]]:
    """Those of one worker."""
    return periods_of_all([worker_id]).get(worker_id, [])


@dataclass(frozen=True)
class Subject:
    """A check with whom it is about: a worker or an applicant."""

    check: BackgroundCheck
    worker: Worker | None
    applicant: Applicant | None
    community: str

    @property
    def name(self) -> str:
        """The name of either."""
        return self.worker.person.name if self.worker else self.applicant.name if self.applicant else ""

    @property
    def id_number(self) -> str:
        """The identity number of either, in clear: for the letter only."""
        found = self.worker.person.id_number if self.worker else self.applicant.id_number if self.applicant else ""
        return found or ""


COMMUNITY = func.coalesce(Worker.community, RecruitPost.community)


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(BackgroundCheck)
        .outerjoin(Worker, Worker.id == BackgroundCheck.worker_id)
        .outerjoin(Person, Person.id == Worker.person_id)
        .outerjoin(Applicant, Applicant.id == BackgroundCheck.applicant_id)
        .outerjoin(RecruitPost, RecruitPost.id == Applicant.post_id)
    )


def subject(check_id: int, *, viewer: Viewer) -> Subject | None:
    """The check, if its community is the viewer's."""
    row = db.session.execute(
        _joined(BackgroundCheck, COMMUNITY.label("community")).where(
            BackgroundCheck.id == check_id, viewer.within(Perm.RECRUIT_READ, COMMUNITY)
        )
    ).first()
    if row is None:
        return None
    check, community = row
    worker = db.session.get(Worker, check.worker_id) if check.worker_id else None
    applicant = db.session.get(Applicant, check.applicant_id) if check.applicant_id else None
    return Subject(check, worker, applicant, community)


def checks_of(worker_id: int) -> list[BackgroundCheck]:
    """The checks of a worker, the newest first."""
    rows = select(BackgroundCheck).where(BackgroundCheck.worker_id == worker_id)
    return list(db.session.scalars(rows.order_by(BackgroundCheck.opened_on.desc(), BackgroundCheck.id.desc())))


def _is_silent() -> ColumnElement[bool]:
    waiting = exists().where(CheckOpinion.check_id == BackgroundCheck.id, CheckOpinion.objects.is_(None))
    return and_(BackgroundCheck.state == CheckState.ASKING, waiting.correlate(BackgroundCheck))


def is_last() -> ColumnElement[bool]:
    """No later check of the same worker was opened."""
    after = exists().where(following.worker_id == BackgroundCheck.worker_id, following.id > BackgroundCheck.id)
    return ~after.correlate(BackgroundCheck)


def is_expiring(day: date) -> ColumnElement[bool]:
    """Passed, the last one, and valid for no longer than the days of the reminder (WF-201)."""
    until = day + timedelta(recruit_rules(day).remind_days)
    return and_(BackgroundCheck.valid_until.between(day, until), is_last())


def _columns(_: date) -> Any:
    silent = select(func.count()).where(CheckOpinion.check_id == BackgroundCheck.id, CheckOpinion.objects.is_(None))
    return _joined(
        BackgroundCheck.id, BackgroundCheck.worker_id, BackgroundCheck.applicant_id, BackgroundCheck.purpose,
        BackgroundCheck.opened_on, BackgroundCheck.due_on, BackgroundCheck.state.label("check_state"),
        BackgroundCheck.decided_on, BackgroundCheck.valid_until, COMMUNITY.label("community"),
        func.coalesce(Person.name, "").label("name"), Applicant.name.label("applicant_name"),
        silent.correlate(BackgroundCheck).scalar_subquery().label("silent"),
    )  # fmt: skip


CHECKS = Source(
    key=BackgroundCheck.id,
    ids=within(_joined(BackgroundCheck.id), Perm.RECRUIT_READ, COMMUNITY),
    columns=_columns,
    views=lambda day: {
        "asking": BackgroundCheck.state.in_([CheckState.ASKING, CheckState.COLLECTED, CheckState.DEFERRED]),
        "overdue": and_(BackgroundCheck.due_on < day, _is_silent()),
        "valid": BackgroundCheck.valid_until >= day,
        "expiring": is_expiring(day),
        "expired": BackgroundCheck.valid_until < day,
        "failed": BackgroundCheck.state == CheckState.FAILED,
        "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "purpose": lambda text, _: BackgroundCheck.purpose == CheckPurpose(text),
        **between("opened", BackgroundCheck.opened_on),
    },
    orders={
        "due": (BackgroundCheck.due_on,), "valid": (BackgroundCheck.valid_until,),
        "community": (COMMUNITY,),
    },
    area=in_area(COMMUNITY),
)  # fmt: skip

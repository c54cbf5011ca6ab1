"""Recruitment: notices with their posts, applicants in the order of their totals, checks with the replies (WF-41)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.workforce.models import Applicant, BackgroundCheck, CheckOpinion, RecruitPlan, RecruitPost
from shuangluan.workforce.rules.recruitment import RecruitRules, recruit_total
from shuangluan.workforce.rules.states import CheckState, RecruitStage

RECRUITMENT = "workforce.recruitment"
PUBLICITY = "workforce.recruitment"  # the kind of its 公示


def recruit_rules(day: date) -> RecruitRules:
    """The departments that are asked, and how long a passed check is valid, in force on `day`."""
    return RecruitRules.parse(effective.scheme_on(RECRUITMENT, day).payload)


def plan(plan_id: int) -> RecruitPlan | None:
    """A notice: one for the whole district."""
    return db.session.get(RecruitPlan, plan_id)


def plans() -> list[tuple[RecruitPlan, int, int]]:
    """All notices, the newest first, with how many are looked for and how many applied."""
    wanted = select(func.coalesce(func.sum(RecruitPost.number), 0)).where(RecruitPost.plan_id == RecruitPlan.id)
    applied = (
        select(func.count(Applicant.id))
        .join(RecruitPost, RecruitPost.id == Applicant.post_id)
        .where(RecruitPost.plan_id == RecruitPlan.id)
    )
    rows = select(
        RecruitPlan, wanted.correlate(RecruitPlan).scalar_subquery(), applied.correlate(RecruitPlan).scalar_subquery()
    ).order_by(RecruitPlan.announced_on.desc(), RecruitPlan.id.desc())
    return [(one, number, count) for one, number, count in db.session.execute(rows)]


def posts(plan_id: int) -> list[RecruitPost]:
    """The posts of a notice by community."""
    rows = select(RecruitPost).where(RecruitPost.plan_id == plan_id)
    return list(db.session.scalars(rows.order_by(RecruitPost.community, RecruitPost.id)))


@dataclass(frozen=True)
class Case:
    """An applicant with his post, his notice, his check, and where he stands."""

    applicant: Applicant
    post: RecruitPost
    plan: RecruitPlan
    check: BackgroundCheck | None
    total: str  # with two decimals; empty before both examinations
    place: int  # in the order of his post among those who are not out; 0 before both examinations

    @property
    def is_within(self) -> bool:
        """Whether he is among as many as are looked for; who follows moves up when one drops out (递补)."""
        return 0 < self.place <= self.post.number


def cases(found: RecruitPlan) -> list[Case]:
    """The applicants of a notice by post, the highest total first, ties by the written examination (WF-112)."""
    rows = db.session.execute(
        select(Applicant, RecruitPost, BackgroundCheck)
        .join(RecruitPost, RecruitPost.id == Applicant.post_id)
        .outerjoin(BackgroundCheck, BackgroundCheck.applicant_id == Applicant.id)
        .where(RecruitPost.plan_id == found.id)
    ).all()
    graded = [(one, post, check, _total(found, one)) for one, post, check in rows]
    graded.sort(key=_order)
    places: dict[int, int] = {}
    listed = []
    for one, post, check, total in graded:
        counts = total is not None and one.stage is not RecruitStage.OUT
        places[post.id] = places.get(post.id, 0) + counts
        listed.append(Case(one, post, found, check, total or "", places[post.id] if counts else 0))
    return listed


def _total(found: RecruitPlan, one: Applicant) -> str | None:
    if one.written_x100 is None or one.interview_x100 is None:
        return None
    weight = found.written_percent
    known = recruit_total(
        _text(one.written_x100), _text(one.interview_x100), _text(weight), _text(100 - weight), _text(found.pass_x100)
    )
    return str(known["total"])


def _text(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _order(row: tuple[Applicant, RecruitPost, Any, str | None]) -> tuple[Any, ...]:
    one, post, _, total = row
    whole = int(total.replace(".", "")) if total else -1
    return post.community, one.stage is RecruitStage.OUT, -whole, -(one.written_x100 or 0), one.id


def case(applicant_id: int) -> Case | None:
    """One applicant as he stands in the order of his post."""
    plan_id = db.session.scalar(
        select(RecruitPost.plan_id)
        .join(Applicant, Applicant.post_id == RecruitPost.id)
        .where(Applicant.id == applicant_id)
    )
    found = plan(plan_id) if plan_id else None
    return next((one for one in cases(found) if one.applicant.id == applicant_id), None) if found else None


@dataclass(frozen=True)
class Asked:
    """A check under way: whose, until when, which departments are silent."""

    check: BackgroundCheck
    applicant: Applicant
    silent: tuple[str, ...]


def checks_under_way() -> list[Asked]:
    """The checks that wait for replies, the nearest deadline first; two statements."""
    rows = db.session.execute(
        select(BackgroundCheck, Applicant)
        .join(Applicant, Applicant.id == BackgroundCheck.applicant_id)
        .where(BackgroundCheck.state == CheckState.ASKING)
        .order_by(BackgroundCheck.due_on, BackgroundCheck.id)
    ).all()
    waiting = select(CheckOpinion.check_id, CheckOpinion.department).where(
        CheckOpinion.check_id.in_([check.id for check, _ in rows]), CheckOpinion.objects.is_(None)
    )
    silent: defaultdict[int, list[str]] = defaultdict(list)
    for check_id, department in db.session.execute(waiting.order_by(CheckOpinion.id)):
        silent[check_id].append(department)
    return [Asked(check, applicant, tuple(silent[check.id])) for check, applicant in rows]


def opinions(check: BackgroundCheck) -> Sequence[CheckOpinion]:
    """The departments asked, in the order in which they were listed."""
    rows = select(CheckOpinion).where(CheckOpinion.check_id == check.id).order_by(CheckOpinion.id)
    return db.session.scalars(rows).all()


def opinion(opinion_id: int) -> CheckOpinion | None:
    """What a department was asked."""
    return db.session.get(CheckOpinion, opinion_id)


def check(check_id: int) -> BackgroundCheck | None:
    """A check."""
    return db.session.get(BackgroundCheck, check_id)

"""Recruitment: notices with their posts, applicants in the order of their totals, checks with the replies (WF-41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.workforce.models import Applicant, BackgroundCheck, CheckOpinion, RecruitPlan, RecruitPost
from shuangluan.workforce.rules.recruitment import RecruitRules, recruit_total
from shuangluan.workforce.rules.states import RecruitStage

RECRUITMENT = "workforce.recruitment"
PUBLICITY = "workforce.recruitment"  # the kind of its 公示


def recruit_rules(day: date) -> RecruitRules:
    """The departments that are asked, and how long a passed check is valid, in force on `day`."""
    return RecruitRules.parse(effective.scheme_on(RECRUITMENT, day).payload)


def plan(plan_id: int) -> RecruitPlan | None:
    """A notice: one for the whole district."""
    return db.session.get(RecruitPlan, plan_id)


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
    def id(self) -> int:
        """The applicant's id."""
        return self.applicant.id

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

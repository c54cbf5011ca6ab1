"""公开招聘 as a list: each notice with how many are looked for and how many applied (WF-41)."""

from typing import Any

from sqlalchemy import func, or_, select

from shuangluan.kernel.search import norm, pinyin, search_text
from shuangluan.kernel.sources import Reckoned, Source, between, open_to
from shuangluan.workforce.models import Applicant, RecruitPlan, RecruitPost
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.recruitment import cases
from shuangluan.workforce.rules.states import RecruitStage, RecruitState

P = RecruitPlan


def applicants(found: RecruitPlan) -> Reckoned:
    """The applicants of a notice: names are sealed and places are reckoned, so they are searched here (WF-112)."""
    return Reckoned(
        rows=cases(found),
        views={
            "all": lambda _: True,
            "within": lambda one: one.is_within,
            "going": lambda one: one.applicant.stage not in (RecruitStage.HIRED, RecruitStage.OUT),
            "hired": lambda one: one.applicant.stage is RecruitStage.HIRED,
            "out": lambda one: one.applicant.stage is RecruitStage.OUT,
        },
        filters={
            "q": lambda text, one: norm(text) in search_text(people=(one.applicant.name,)),
            "post": lambda text, one: str(one.post.id) == text,
            "stage": lambda text, one: one.applicant.stage.value == text,
        },
        orders={"name": lambda one: (pinyin(one.applicant.name), one.id)},
        place=lambda one: one.post.community,
    )


def _wanted() -> Any:
    rows = select(func.coalesce(func.sum(RecruitPost.number), 0)).where(RecruitPost.plan_id == P.id)
    return rows.correlate(P).scalar_subquery()


def _applied(*conditions: Any) -> Any:
    rows = select(func.count(Applicant.id)).join(RecruitPost, RecruitPost.id == Applicant.post_id)
    return rows.where(RecruitPost.plan_id == P.id, *conditions).correlate(P).scalar_subquery()


RECRUITS = Source(
    key=P.id,
    ids=open_to(select(P.id), Perm.RECRUIT_READ),
    columns=lambda _: select(
        P.id, P.title, P.doc_no, P.announced_on, P.state, _wanted().label("wanted"), _applied().label("applied"),
        _applied(Applicant.stage == RecruitStage.HIRED).label("hired"),
    ),
    views=lambda _: {
        "all": None,
        "open": P.state != RecruitState.CLOSED,
        "closed": P.state == RecruitState.CLOSED,
    },
    filters={
        "q": lambda text, _: or_(P.title.icontains(text, autoescape=True), P.doc_no.icontains(text, autoescape=True)),
        "state": lambda text, _: P.state == RecruitState(text),
        **between("announced", P.announced_on),
    },
    orders={"announced": (P.announced_on,), "title": (P.title,)},
)  # fmt: skip

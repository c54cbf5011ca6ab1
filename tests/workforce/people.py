"""Invented workers in the database, made by the services: what tests of services, queries and pages start from."""

from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, people
from shuangluan.workforce import services
from shuangluan.workforce.models import (
    AnnualResult,
    BackgroundCheck,
    Basis,
    CheckPurpose,
    Education,
    PromotionBatch,
    PromotionItem,
    Sex,
    Worker,
)
from shuangluan.workforce.queries import recruitment
from shuangluan.workforce.rules.states import CheckState, VerifyState
from tests import build
from tests.kept import kept

APPROVAL = "双人社〔2026〕1号"


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def deed(username: str = "district_reviewer") -> dict[str, Any]:
    """Who and when, as services take them."""
    return {"by": build.actor(username), "at": clock.now()}


def do(service: Any, *args: Any, by: str = "district_reviewer", **more: Any) -> Any:
    """A service in its own transaction."""
    return build.saved(lambda: service(*args, **more, **deed(by)))


@kept
def a_worker(
    name: str = "张晓梅",
    *,
    start: str = "2020-03-01",
    position: str = "专职工作者",
    level: str = "本科",
    ratings: tuple[str, ...] = ("合格", "合格", "合格", "合格", "合格"),
    community: str = build.A,
    graded: bool = True,
    person: Any = None,
    **more: Any,
) -> Worker:
    """A worker with verified papers, confirmed ratings from the year of his start on, and his ledger to 2025-01-01."""

    def make() -> Worker:
        who = person or people.add_person(name, phone="13811112222", **deed("community_admin"))
        worker = _enrolled(who, start, community, **more)
        if day(start).year >= 2026:
            _clear(worker, start)
        post = services.Post(community, position, Basis.HIRED, day(start), day(start), "双任〔2020〕3号")
        services.appoint(worker, post, **deed())
        _study(worker, level)
        segment = services.add_segment(
            worker, served_from=day(start), served_until=None, kind="社区专职", unit="万和城社区", evidence="合同",
            **deed("community_admin"),
        )  # fmt: skip
        verify(segment, worker)
        for year, rating in enumerate(ratings, day(start).year):
            a_result(worker, year, rating)
        if graded:
            services.grade_first(
                worker, event="首次定级", effective_on=day(start), through=day("2025-01-01"), approval_no=APPROVAL,
                **deed("district_approver"),
            )  # fmt: skip
        return worker

    return build.saved(make)


def cleared(worker: Worker, on: str = "2026-01-02") -> BackgroundCheck:
    """A check of the worker, passed on the day, in a transaction of its own."""
    return build.saved(lambda: _clear(worker, on))


def _clear(worker: Worker, on: str) -> BackgroundCheck:
    said = services.Inquiry(["公安"], day(on), day(on), CheckPurpose.APPOINTMENT)
    check: BackgroundCheck = services.recheck_worker(worker, said, **deed())
    for one in recruitment.opinions(check):
        services.enter_opinion(one, check, objects=False, doc_no="回函1号", replied_on=day(on), **deed())
    services.decide_check(check, CheckState.PASSED, on=day(on), **deed())
    return check


def _enrolled(person: Any, start: str, community: str, **more: Any) -> Worker:
    facts = services.WorkerFacts(
        sex=Sex.FEMALE, community=community, entry_date=day(start), entry_channel="公开招聘", retire_class="女职工",
        **{"birth_date": day("1990-05-06")} | more,
    )  # fmt: skip
    return services.enrol_worker(person, facts, is_cleared=True, **deed("community_admin"))


def _study(worker: Worker, level: str) -> Education:
    facts = services.EducationFacts(
        level=level, diploma_on=day("2012-07-01"), recognized_from=day("2012-07-01"), has_degree=level == "本科",
        school="承德某学院", major="社会工作",
    )  # fmt: skip
    record = services.add_education(worker, facts, **deed("community_admin"))
    verify(record, worker)
    return record


def verify(record: Any, worker: Worker, to: VerifyState = VerifyState.VERIFIED) -> None:
    """Look at the original."""
    services.verify_fact(record, worker, to, way="查验原件", on=clock.today(), **deed())


def a_result(worker: Worker, year: int, rating: str, *, confirmed: bool = True) -> AnnualResult:
    """A rating; 产假 and the like are reasons of 不定等次."""
    known = {"优秀", "合格", "基本合格", "不合格"}
    said = {"rating": rating} if rating in known else {"rating": "不定等次", "reason": rating}
    record = services.add_result(worker, year=year, **said, **deed())
    if confirmed:
        services.confirm_result(record, worker, on=clock.today(), **deed())
    return record


@kept
def rate(worker: Worker, year: int, rating: str, **more: Any) -> AnnualResult:
    """A rating in a transaction of its own."""
    return build.saved(lambda: a_result(worker, year, rating, **more))


@kept
def a_batch(effective_on: str = "2026-01-01") -> PromotionBatch:
    """A batch, computed."""
    batch = do(services.open_batch, year=day(effective_on).year - 1, effective_on=day(effective_on))
    do(services.compute_batch, batch)
    return batch


def items(batch: PromotionBatch) -> list[PromotionItem]:
    """Its items by worker."""
    rows = select(PromotionItem).where(PromotionItem.batch_id == batch.id).order_by(PromotionItem.worker_id)
    return list(db.session.scalars(rows))


@kept
def passed(batch: PromotionBatch, *, by: str = "street_staff") -> None:
    """Sent to the street, everything passed."""
    do(services.start_review, batch)
    for item in items(batch):
        do(services.review_item, item, batch, passed=True, note="", by=by)


@kept
def published(batch: PromotionBatch, on: str = "2026-11-20") -> None:
    """Passed, checked and published."""
    passed(batch)
    do(services.start_check, batch)
    for item in items(batch):
        do(services.check_item, item, batch, passed=True, note="")
    do(services.publish_batch, batch, on=day(on), place="社区公示栏")


@kept
def approved(batch: PromotionBatch, on: str = "2026-11-28") -> None:
    """Published, and approved after the period."""
    published(batch)
    do(services.approve_batch, batch, approval_no=APPROVAL, on=day(on), by="district_approver")

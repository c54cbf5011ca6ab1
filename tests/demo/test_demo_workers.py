"""The community workers of the demonstration: the published numbers, the tricky cases, an open batch (D16, WF-220)."""

import heapq
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.demo import district as demo_district
from shuangluan.demo import workforce as demo_workforce
from shuangluan.demo.district import FIRST, SECOND, THIRD
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import Person, ReportedFigure
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce import services
from shuangluan.workforce.models import PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.queries import batches, figures
from shuangluan.workforce.queries.ledger import not_replayed
from shuangluan.workforce.rules.states import EMPLOYED, BatchState, Category, ItemState, WorkerState
from tests.demo.conftest import UNTIL

PUBLISHED = ("worker.total", "worker.college", "worker.certified", "worker.civil_servants", "worker.institution_staff")


@pytest.fixture
def everybody(bare: Any) -> Any:
    """The whole district with its workers and nothing else, in one transaction that is never committed."""
    with clock.frozen(clock.start_of(UNTIL)), audit.transaction():
        built = demo_district.build(UNTIL, small=False, seed="any")
        end = datetime.combine(UNTIL, time())
        for moment in heapq.merge(*demo_workforce.tales(built, small=False, seed="any")):
            if moment >= end:
                break
        yield built


def eyes(built: Any, role: str, scope: str = "130803") -> Viewer:
    actor = built.holder(role, scope).actor
    return Viewer(0, 0, actor.id, actor.name, "", actor.grants)


def test_wf_220_the_published_numbers_and_288_reviewed_by_four_accounts(everybody):
    """HR reviews 288: every street its own, the district all, another one approves (WF-45)."""
    reviewer = eyes(everybody, "district_reviewer")
    for key in PUBLISHED:
        reported = db.session.scalars(select(ReportedFigure.value).where(ReportedFigure.key == key)).one()
        rows = figures.figure(key, reviewer, None, UNTIL).rows
        assert db.session.scalar(select(func.count()).select_from(rows.subquery())) == reported, key
    assert not_replayed(list(db.session.scalars(select(Worker.id)))) == []

    batch = db.session.scalars(select(PromotionBatch)).one()
    assert batch.state is BatchState.STREET
    tally = batches.tally(batch, reviewer)
    assert tally.categories[Category.STEP] > 230
    assert {Category.NO_STEP, Category.MISSING} <= set(tally.categories)
    assert tally.total == 288 - joined_since(batch)
    approve(everybody, batch, reviewer)


def joined_since(batch: PromotionBatch) -> int:
    late = select(func.count()).where(Worker.state.in_(EMPLOYED), Worker.entry_date > batch.effective_on)
    return db.session.scalar(late) or 0


def approve(built: Any, batch: PromotionBatch, reviewer: Viewer) -> None:
    """From the streets to the approval."""

    def deed(actor: Any) -> dict[str, Any]:
        return {"by": actor, "at": clock.now()}

    for item in batches.items_of(batch, reviewer):
        if item.state in (ItemState.WAITING, ItemState.DOUBTFUL):
            actor = built.holder("street_staff", item.community[:9]).actor
            services.review_item(item, batch, passed=True, note="", **deed(actor))
    by = built.holder("district_reviewer", "130803").actor
    services.start_check(batch, **deed(by))
    for item in batches.items_of(batch, reviewer):
        services.check_item(item, batch, passed=True, note="", **deed(by))
    services.publish_batch(batch, on=UNTIL, place="各街道公告栏", **deed(by))
    changed = services.approve_batch(
        batch, approval_no="双人社〔2026〕9号", on=date(2026, 11, 28),
        **deed(built.holder("district_approver", "130803").actor),
    )  # fmt: skip
    assert changed > 240


def test_the_tricky_cases_stand_in_the_first_three_communities(district):
    rows = db.session.execute(
        select(PromotionItem.category, PromotionItem.reason, PromotionItem.state, PromotionItem.community)
    ).all()
    told = "；".join(row.reason for row in rows)
    for words in (
        "岗位变动：副职 → 工作人员", "岗位变动：工作人员 → 副职", "处分", "基本合格，不晋级", "还没有首次定级",
    ):  # fmt: skip
        assert words in told, words
    states = set(db.session.scalars(select(Worker.state)))
    assert {WorkerState.ACTIVE, WorkerState.AWAY, WorkerState.SUSPENDED, WorkerState.LEFT} <= states
    doubtful = [row.community for row in rows if row.state is ItemState.DOUBTFUL]
    assert doubtful == [THIRD]
    assert {FIRST, SECOND, THIRD} == {row.community for row in rows}
    assert Category.MISSING in {row.category for row in rows}


def test_the_worker_with_an_account_has_her_own_file_and_nobody_has_a_real_identity_number(district):
    own = db.session.scalars(select(Worker).where(Worker.staff_no.is_not(None), Worker.community == FIRST)).all()
    assert any(worker.first_on for worker in own)
    numbers = [number for number in db.session.scalars(select(Person.id_number)) if number]
    assert len(numbers) == db.session.scalar(select(func.count(Worker.id)))
    assert all(number.startswith("130899") for number in numbers)

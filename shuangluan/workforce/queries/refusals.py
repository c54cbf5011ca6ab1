"""What was built on a paper, and whether ledger and pay of its owner were put right since it was refused (WF-43)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import (
    Certificate,
    Education,
    PayLine,
    PayRun,
    PromotionBatch,
    PromotionItem,
    Refusal,
    ServiceSegment,
    SkillTitle,
    Worker,
)
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.payroll import Payroll, last_locked
from shuangluan.workforce.queries.proposals import NO_LEDGER, SAME, proposed_correction
from shuangluan.workforce.rules.facts import VERIFIED
from shuangluan.workforce.rules.spans import following_month
from shuangluan.workforce.rules.training import ALL_ROUND

Paper = Education | Certificate | ServiceSegment


def paper_name(record: Paper) -> str:
    """本科（承德某学院）, 中级证书, 社区专职 2020-03-01 起."""
    if isinstance(record, Education):
        return f"{record.level}（{record.school}）" if record.school else record.level
    if isinstance(record, Certificate):
        return f"{record.level}证书"
    return f"{record.kind} {record.served_from} 起"


def _told(record: Paper) -> tuple[str, Mapping[str, str]]:
    """Under which key the facts of the engines hold the paper, and by what it is known there."""
    if isinstance(record, Education):
        return "education", {"level": record.level, "recognized_from": record.recognized_from.isoformat()}
    if isinstance(record, Certificate):
        return "certificates", {"level": record.level, "approved_on": record.approved_on.isoformat()}
    return "segments", {"kind": record.kind, "start": record.served_from.isoformat()}


def built_on(record: Paper, worker: Worker) -> list[str]:
    """Every result that counted the paper as verified, in words: ledger, open items, locked pay, titles."""
    key, known = _told(record)

    def counts(inputs: Mapping[str, Any]) -> bool:
        listed = inputs.get("facts", {}).get(key) or []
        return any(
            one.get("verify") == VERIFIED and all(one.get(name) == value for name, value in known.items())
            for one in listed
        )

    rows = [one for one in records_of([worker.id]).get(worker.id, []) if counts(one.inputs)]
    found = [f"等级记录 {one.effective_from}：{one.event}，{one.post_class} {one.grade} 级" for one in rows]
    found += [f"晋级条目（{title}）：{item.from_grade} → {item.to_grade} 级" for item, title in _items(worker)
              if counts(item.inputs)]  # fmt: skip
    if rows:
        found += _locked_pay(worker, rows[0].effective_from)
    if not isinstance(record, Education):
        found += [f"{one.kind}工作者：{one.granted_on} 聘任，{one.doc_no}" for one in _titles(worker)]
    return found


def _items(worker: Worker) -> list[tuple[PromotionItem, str]]:
    rows = db.session.execute(
        select(PromotionItem, PromotionBatch.title)
        .join(PromotionBatch, PromotionBatch.id == PromotionItem.batch_id)
        .where(PromotionItem.worker_id == worker.id, PromotionItem.is_open)
        .order_by(PromotionItem.id)
    )
    return [(row[0], row[1]) for row in rows]


def _locked_pay(worker: Worker, since: date) -> list[str]:
    first, last, count = db.session.execute(
        select(func.min(PayRun.month), func.max(PayRun.month), func.count())
        .join(PayLine, PayLine.run_id == PayRun.id)
        .where(PayLine.worker_id == worker.id, PayRun.locked_at.is_not(None), PayRun.month >= since.replace(day=1))
    ).one()
    return [f"已锁定的薪酬 {count} 个月：{first:%Y-%m} 至 {last:%Y-%m}"] if count else []


def _titles(worker: Worker) -> list[SkillTitle]:
    rows = select(SkillTitle).where(SkillTitle.worker_id == worker.id, SkillTitle.kind == ALL_ROUND)
    return list(db.session.scalars(rows.order_by(SkillTitle.id)))


def open_refusals(worker: Worker) -> list[Refusal]:
    """The refused papers of a worker of which something is still to be put right."""
    rows = select(Refusal).where(Refusal.worker_id == worker.id, Refusal.settled_at.is_(None))
    return list(db.session.scalars(rows.order_by(Refusal.id)))


def needs_correction(worker: Worker) -> bool:
    """Whether the ledger says something else than the facts as they are now."""
    return proposed_correction(worker).reason not in (SAME, NO_LEDGER)


def waits_for_decision(worker: Worker) -> bool:
    """Whether a locked month paid too much, or owes what only a decision may pay (WF-93)."""
    last = last_locked()
    if last is None:
        return False
    running = db.session.scalar(select(PayRun.id).where(PayRun.locked_at.is_(None)))
    owed = Payroll(following_month(last), running, [worker.id]).owed(worker.id)
    return any(not one.is_automatic for one in owed)


def is_uncorrected() -> ColumnElement[bool]:
    """The ledger is still to be corrected."""
    return Refusal.corrected_at.is_(None)


def is_undecided() -> ColumnElement[bool]:
    """The ledger is right; what was paid too much waits for a decision."""
    return and_(Refusal.corrected_at.is_not(None), Refusal.settled_at.is_(None))


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Refusal)
        .join(Worker, Worker.id == Refusal.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _columns(_: date) -> Any:
    return _joined(
        Refusal.id, Refusal.worker_id, Refusal.paper, Refusal.reason, Refusal.refused_on, Refusal.results,
        Refusal.corrected_at, Refusal.settled_at, Worker.staff_no, Worker.community, Worker.state, Person.name,
    )  # fmt: skip


REFUSALS = Source(
    key=Refusal.id,
    ids=within(_joined(Refusal.id), Perm.REFUSAL_READ, Worker.community),
    columns=_columns,
    views=lambda _: {
        "open": Refusal.settled_at.is_(None),
        "correct": is_uncorrected(),
        "decide": is_undecided(),
        "settled": Refusal.settled_at.is_not(None),
        "all": None,
    },
    filters={"q": lambda text, _: matches(Worker.search_text, text)},
    orders={"refused": (Refusal.refused_on,), "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
    area=in_area(Worker.community),
)

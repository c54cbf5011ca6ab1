"""What a proposed grade rests on: papers with their verification and scans, ratings (WF-45, WF-200)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.workforce.models import AnnualResult, Certificate, Education, Scan, ServiceSegment
from shuangluan.workforce.queries.papers import TABLES, VERIFY_TONE, PaperKind
from shuangluan.workforce.queries.scans import scans_of_worker
from shuangluan.workforce.rules.states import VERIFY_LABEL

RATINGS = 3  # years of appraisal shown, the newest first


@dataclass(frozen=True)
class Proof:
    """One paper or rating: what it says, how far it is settled (words and tone), its scans."""

    words: str
    state: tuple[str, str]
    scans: Sequence[Scan]


def proofs(worker_id: int, through_year: int) -> list[Proof]:
    """The papers of a worker and the ratings up to a year; as many statements for many as for one."""
    return [*_ratings(worker_id, through_year), *_papers(worker_id)]


def _ratings(worker_id: int, through_year: int) -> Iterator[Proof]:
    rows = select(AnnualResult).where(AnnualResult.worker_id == worker_id, AnnualResult.year <= through_year)
    for one in db.session.scalars(rows.order_by(AnnualResult.year.desc()).limit(RATINGS)):
        reason = f"（{one.reason}）" if one.reason else ""
        state = ("已确认", "done") if one.confirmed_on else ("未确认", "wait")
        yield Proof(f"{one.year} 年度考核：{one.rating}{reason}", state, ())


def _papers(worker_id: int) -> Iterator[Proof]:
    scans = scans_of_worker(worker_id)
    for kind in PaperKind:
        table: Any = TABLES[kind]
        for one in db.session.scalars(select(table).where(table.worker_id == worker_id).order_by(table.id)):
            state = (VERIFY_LABEL[one.verify_state], VERIFY_TONE[one.verify_state])
            yield Proof(_told(one), state, scans.get((kind.value, one.id), ()))


def _told(one: Education | Certificate | ServiceSegment) -> str:
    if isinstance(one, Education):
        degree = "" if one.has_degree else "，没有学位"
        return f"{one.level}{degree}，{one.recognized_from} 认定"
    if isinstance(one, Certificate):
        return f"{one.level}证书，{one.approved_on} 取得"
    return f"{one.kind}，{one.served_from} 至 {one.served_until or '今'}，依据：{one.evidence or '没有写'}"

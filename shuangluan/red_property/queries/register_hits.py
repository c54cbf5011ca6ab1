"""The registers in the global search: companies, and what a compound has, each as its list finds it (D27)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Source
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import (
    committee_register,
    company_register,
    contract_register,
    evaluations,
    figures,
    showcase_register,
    upgrade_register,
)
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL
from shuangluan.red_property.rules.evaluation_course import EVALUATION_LABEL
from shuangluan.red_property.rules.evaluation_lines import points_text
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, TRACK_LABEL


@dataclass(frozen=True)
class Kind:
    """A register with the words of its hits."""

    source: Source
    address: str
    title: Callable[[Any], str]
    note: Callable[[Any], str]


def _here(row: Any) -> str:
    return areas().short(row.community)


def _score(row: Any) -> str:
    return "不评" if row.total_x100 is None else f"{points_text(row.total_x100)} 分"


KINDS = (
    Kind(
        company_register.SOURCE, figures.COMPANIES, lambda row: str(row.name),
        lambda row: f"物业企业 · {COMPANY_KIND_LABEL[row.kind]} · {row.credit_code}",
    ),
    Kind(
        committee_register.SOURCE, figures.COMMITTEES, lambda row: f"{row.compound}第 {row.term_no} 届业委会",
        lambda row: f"{_here(row)} · 业委会 · {row.elected_on} 选举",
    ),
    Kind(
        contract_register.SOURCE, "/red-property/contracts", lambda row: f"{row.compound}：{row.company}",
        lambda row: f"{_here(row)} · 物业合同 · {CONTRACT_KIND_LABEL[row.kind]} · {row.valid_from} 起",
    ),
    Kind(
        showcase_register.SOURCE, figures.SHOWCASES, lambda row: str(row.compound),
        lambda row: f"{_here(row)} · 亮点小区 · {SHOWCASE_LABEL[row.kind]} · {row.valid_from} 公布",
    ),
    Kind(
        upgrade_register.SOURCE, "/red-property/upgrade-plans", lambda row: f"{row.compound}：{row.title}",
        lambda row: f"{_here(row)} · 提升计划 · {TRACK_LABEL[row.track]} · {row.decided_on} 立项",
    ),
    Kind(
        evaluations.SOURCE, "/red-property/evaluations", lambda row: f"{row.compound} {row.year} 年红色物业评分",
        lambda row: f"{_here(row)} · 评分 · {_score(row)} · {EVALUATION_LABEL[row.state]}",
    ),
)  # fmt: skip


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Records of the registers that the viewer may open, the newest of each, one register after the other.

    A compound's name is in all of them: together they take half of `limit`, the rest is for meetings and votes.
    """
    asked = norm(words.replace("\0", ""))
    if not asked or not viewer.can(Perm.REGISTER_READ):
        return []
    day, most = clock.today(), limit // 2 + 1
    rounds = zip_longest(*(_of(kind, viewer, asked, day, most) for kind in KINDS))
    return [hit for hits_of_a_round in rounds for hit in hits_of_a_round if hit is not None][:most]


def _of(kind: Kind, viewer: Viewer, asked: str, day: date, most: int) -> list[Hit]:
    key = kind.source.key
    own = kind.source.ids(viewer, day).where(kind.source.filters["q"](asked, day)).order_by(key.desc()).limit(most)
    ids = list(db.session.scalars(own))
    rows = db.session.execute(kind.source.columns(day).where(key.in_(ids)).order_by(key.desc())) if ids else ()
    return [Hit(figures.TASK, kind.title(row), kind.note(row), f"{kind.address}/{row.id}") for row in rows]

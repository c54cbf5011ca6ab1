"""物业企业, 物业合同, 业委会, 交叉任职: columns, filters, views, and the words of a row (D26, RP-61)."""

from datetime import date, timedelta
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.committees import COMMITTEE_LABEL, CommitteeState, committee_state
from shuangluan.red_property.rules.companies import (
    COMPANY_KIND_LABEL,
    CONTRACT_KIND_LABEL,
    COVER_LABEL,
    Cover,
    Span,
    cover,
)
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL

COVER_TONE = {Cover.ORGANISED: "done", Cover.INSTRUCTED: "doing", Cover.BLANK: "stop"}
COMMITTEE_TONE = {CommitteeState.PREPARING: "", CommitteeState.SERVING: "done", CommitteeState.EXPIRED: "stop"}
SOON = 90  # days before its end from which a date is painted


def last_day(end: date | None) -> date | None:
    """The last day of half-open days."""
    return end - timedelta(days=1) if end else None


def day_after(last: Any) -> Any:
    """The first day after a last day, which half-open days store; None for none."""
    return last + timedelta(days=1) if last else None


def end_words(end: date | None, today: date) -> tuple[str, str]:
    """The last day of something and its tone: late when it is over, soon when it is near."""
    last = last_day(end)
    if last is None:
        return "长期", "mute"
    tone = "late" if last < today else "soon" if (last - today).days <= SOON else "mute"
    return f"{last}", tone


class CompanyLine:
    """A company in words."""

    def __init__(self, row: Any, today: date) -> None:
        self.row, self.today = row, today
        self.id: int = row.id

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.row.name)

    @property
    def link(self) -> tuple[str, str]:
        """The name, and where it opens."""
        return self.title, f"/red-property/companies/{self.id}"

    @property
    def cover(self) -> Cover:
        """党的组织和工作覆盖, computed (RP-34)."""
        return cover(int(self.row.organised), int(self.row.instructed))


class ContractLine:
    """A contract in words."""

    def __init__(self, row: Any, today: date) -> None:
        self.row, self.today = row, today
        self.id: int = row.id

    @property
    def title(self) -> str:
        """The compound that is served."""
        return str(self.row.compound)

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and where the contract opens."""
        return self.title, f"/red-property/contracts/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """履行中, 未开始 or 已终止."""
        if Span(self.row.valid_from, self.row.valid_to).holds(self.today):
            return "履行中", "doing"
        return ("未开始", "") if self.today < self.row.valid_from else ("已终止", "off")


class CommitteeLine:
    """A committee of one term in words."""

    def __init__(self, row: Any, today: date) -> None:
        self.row, self.today = row, today
        self.id: int = row.id

    @property
    def title(self) -> str:
        """The compound and the term."""
        return f"{self.row.compound}第{self.row.term_no}届"

    @property
    def link(self) -> tuple[str, str]:
        """The title, and where it opens."""
        return self.title, f"/red-property/committees/{self.id}"

    @property
    def state(self) -> CommitteeState:
        """筹备, 履职 or 届满待换届 (RP-11)."""
        return committee_state(self.row.elected_on, self.row.term_end, self.today)


class PostLine:
    """A cross post in words."""

    def __init__(self, row: Any, today: date) -> None:
        self.row, self.today = row, today
        self.id: int = row.id

    @property
    def title(self) -> str:
        """Who."""
        return str(self.row.person)

    @property
    def link(self) -> tuple[str, str]:
        """Who, and the page on which the post is ended."""
        return self.title, f"/red-property/cross-posts/{self.id}"


def _words(labels: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, label) for one, label in labels.items())


COMPANIES = Table(
    "red_property_companies",
    "物业企业",
    [
        Column("name", "企业", sort=True, kind="link", value=lambda one: one.link, width=30),
        Column("credit_code", "统一社会信用代码", value=lambda one: one.row.credit_code or "", width=24),
        Column("kind", "类型", value=lambda one: COMPANY_KIND_LABEL[one.row.kind] if one.row.kind else ""),
        Column("cover", "党的覆盖", kind="state", value=lambda one: (COVER_LABEL[one.cover], COVER_TONE[one.cover])),
        Column("compounds", "在管小区", kind="num", value=lambda one: one.row.compounds),
        Column("stars", "星级", kind="num", value=lambda one: one.row.stars if one.row.stars is not None else ""),
    ],
    [
        Filter("q", "企业名称"),
        Filter("kind", "类型", "choice", _words(COMPANY_KIND_LABEL)),
        Filter("cover", "党的覆盖", "choice", _words(COVER_LABEL)),
    ],
    [View("serving", "在管"), View("blank", "空白", hot=True), View("all", "全部")],
    default_sort="name",
)
CONTRACTS = Table(
    "red_property_contracts",
    "物业合同",
    [
        Column("compound", "小区", sort=True, kind="link", value=lambda one: one.link, width=24),
        Column("community", "社区", value=lambda one: areas().short(one.row.community)),
        Column("company", "物业企业", value=lambda one: one.row.company, width=28),
        Column("kind", "合同", value=lambda one: CONTRACT_KIND_LABEL[one.row.kind]),
        Column("valid_from", "第一天", sort=True, kind="date", value=lambda one: one.row.valid_from),
        Column(
            "valid_to", "最后一天", sort=True, kind="due", value=lambda one: end_words(one.row.valid_to, one.today),
            written=lambda one: last_day(one.row.valid_to),
        ),
        Column("state", "状态", kind="state", value=lambda one: one.state),
        Column("filed_on", "备案", kind="date", value=lambda one: one.row.filed_on),
        Column("fee", "收费标准", shown=False, value=lambda one: one.row.fee_text, width=30),
    ],
    [Filter("q", "小区或企业"), Filter("kind", "合同", "choice", _words(CONTRACT_KIND_LABEL))],
    [
        View("current", "履行中"),
        View("expiring", "90 天内到期", hot=True, sort="valid_to"),
        View("unfiled", "未备案"),
        View("ended", "已终止", sort="valid_to", desc=True),
        View("all", "全部"),
    ],
    default_sort="compound",
)  # fmt: skip
COMMITTEES = Table(
    "red_property_committees",
    "业委会",
    [
        Column("compound", "业委会", sort=True, kind="link", value=lambda one: one.link, width=24),
        Column("community", "社区", value=lambda one: areas().short(one.row.community)),
        Column(
            "state", "状态", kind="state", value=lambda one: (COMMITTEE_LABEL[one.state], COMMITTEE_TONE[one.state])
        ),
        Column("elected_on", "选举日", sort=True, kind="date", value=lambda one: one.row.elected_on),
        Column(
            "term_end", "任期最后一天", sort=True, kind="due",
            value=lambda one: end_words(one.row.term_end, one.today), written=lambda one: last_day(one.row.term_end),
        ),
        Column("members", "委员", kind="num", value=lambda one: f"{one.row.members}/{one.row.seats}"),
        Column("party_members", "党员", kind="num", value=lambda one: one.row.party_members),
        Column("filed_on", "备案", kind="date", value=lambda one: one.row.filed_on),
    ],
    [Filter("q", "小区")],
    [
        View("serving", "履职"),
        View("ending", "临近届满", hot=True, sort="term_end"),
        View("expired", "届满待换届", hot=True, sort="term_end"),
        View("unfiled", "未备案"),
        View("all", "全部"),
    ],
    default_sort="compound",
)  # fmt: skip
POSTS = Table(
    "red_property_cross_posts",
    "交叉任职",
    [
        Column("person", "姓名", kind="link", value=lambda one: one.link, width=14),
        Column("kind", "职务", value=lambda one: CROSS_POST_LABEL[one.row.kind], width=18),
        Column("company", "物业企业", value=lambda one: one.row.company, width=28),
        Column("host", "社区或街道", value=lambda one: areas().name(one.row.host), width=20),
        Column("valid_from", "开始", sort=True, kind="date", value=lambda one: one.row.valid_from),
        Column("last_day", "最后一天", kind="date", value=lambda one: last_day(one.row.valid_to)),
        Column("basis", "依据", shown=False, value=lambda one: one.row.basis, width=30),
    ],
    [Filter("q", "姓名或企业"), Filter("kind", "职务", "choice", _words(CROSS_POST_LABEL))],
    [View("current", "在任"), View("ended", "已结束"), View("all", "全部")],
    default_sort="valid_from",
    default_desc=True,
)

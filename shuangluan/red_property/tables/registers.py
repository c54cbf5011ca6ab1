"""The registers beside the meetings declared once: companies, contracts, committees, fees (D26, RP-61)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.committees import COMMITTEE_LABEL, CommitteeState, committee_state
from shuangluan.red_property.rules.companies import (
    COMPANY_KIND_LABEL,
    CONTRACT_KIND_LABEL,
    COVER_LABEL,
    Cover,
    cover,
    cover_reason,
)
from shuangluan.red_property.rules.fees import FeeFigures
from shuangluan.red_property.rules.money import plain_yuan, yuan
from shuangluan.red_property.rules.spans import last_day
from shuangluan.red_property.tables.lines import Line

COVER_TONE = {Cover.ORGANISED: "done", Cover.INSTRUCTED: "doing", Cover.BLANK: "stop"}
COMMITTEE_TONE = {CommitteeState.PREPARING: "", CommitteeState.SERVING: "done", CommitteeState.EXPIRED: "stop"}


def pairs(labels: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    """The members of an enum with their labels, as a filter and a workbook offer them."""
    return tuple((one.value, label) for one, label in labels.items())


COMPANY_KINDS, CONTRACT_KINDS = pairs(COMPANY_KIND_LABEL), pairs(CONTRACT_KIND_LABEL)


@dataclass(frozen=True)
class CompanyLine(Line):
    """A company in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its name and page."""
        return self.row.name, f"/red-property/companies/{self.id}"

    @property
    def cover(self) -> tuple[str, str]:
        """Its status with the tone."""
        found = cover(self.row.units, self.row.instructors)
        return COVER_LABEL[found], COVER_TONE[found]

    @property
    def reason(self) -> str:
        """Why it has this status."""
        return cover_reason(self.row.units, self.row.instructors)


@dataclass(frozen=True)
class ContractLine(Line):
    """A contract in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound and the contract's page."""
        return self.row.compound, f"/red-property/contracts/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where its days stand."""
        since, end = self.row.valid_from, self.row.valid_to
        if self.day < since:
            return "未开始", ""
        if end is not None and end <= self.day:
            return "已终止", "off"
        if self.row.ends_soon:
            return f"还有 {(end - self.day).days} 天到期", "wait"
        return "履行中", "done"


@dataclass(frozen=True)
class CommitteeLine(Line):
    """A term of a committee in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound with the term, and its page."""
        return self.row.compound, f"/red-property/committees/{self.id}"

    @property
    def until(self) -> date | None:
        """The last day of the term."""
        return last_day(self.row.term_end)

    @property
    def state(self) -> tuple[str, str]:
        """Where the term stands."""
        if self.row.is_followed:
            return "往届", "off"
        found = committee_state(self.row.elected_on, self.row.term_end, self.day)
        return COMMITTEE_LABEL[found], COMMITTEE_TONE[found]

    @property
    def flag(self) -> tuple[str, str] | str:
        """红色业委会 where the flag is in force."""
        return ("红色业委会", "done") if self.row.is_red else ""

    @property
    def party(self) -> str:
        """党员委员 of those who sit."""
        return f"{self.row.party_members}/{self.row.members}" if self.row.members else ""


@dataclass(frozen=True)
class FeeLine(Line):
    """A fee report in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the report's page."""
        return self.row.compound, f"/red-property/fee-reports/{self.id}"

    @property
    def figures(self) -> FeeFigures:
        """What was reported."""
        return FeeFigures(**{name: getattr(self.row, name) for name in FeeFigures.__dataclass_fields__})

    @property
    def rates(self) -> Mapping[str, str]:
        """The three rates as shown."""
        return self.figures.texts


def money(key: str, label: str, *, shown: bool = True, sort: bool = False) -> Column:
    """An amount of the row; nothing where there is none."""
    def read(row: Any, said: Callable[[int], str]) -> str:
        fen = getattr(row, key)
        return "" if fen is None else said(fen)

    return Column(key, label, kind="num", shown=shown, sort=sort, width=16, value=lambda one: read(one.row, yuan),
                  written=lambda one: read(one.row, plain_yuan))  # fmt: skip


COMPANIES = Table(
    "property_companies",
    "物业企业",
    (
        Column("name", "企业名称", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("credit_code", "统一社会信用代码", value=lambda x: x.row.credit_code, width=22),
        Column("kind", "企业类型", value=lambda x: COMPANY_KIND_LABEL[x.row.kind], options=COMPANY_KINDS),
        Column("stars", "星级", sort=True, kind="num", value=lambda x: x.row.stars, width=8),
        Column("cover", "党的覆盖", kind="state", value=lambda x: x.cover),
        Column("reason", "为什么", value=lambda x: x.reason, width=26),
        Column("compounds", "服务小区", kind="num", value=lambda x: x.row.compounds, width=10),
    ),
    (
        Filter("q", "企业名称、信用代码"),
        Filter("kind", "企业类型", "choice", COMPANY_KINDS),
        Filter("cover", "党的覆盖", "choice", pairs(COVER_LABEL)),
    ),
    (
        View("all", "全部"),
        View("organised", "已建党组织"),
        View("instructed", "已派指导员"),
        View("blank", "空白", hot=True),
    ),
    default_sort="name",
)
CONTRACTS = Table(
    "property_contracts",
    "物业合同",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("company", "物业企业", value=lambda x: x.row.company, width=28),
        Column("kind", "合同类型", value=lambda x: CONTRACT_KIND_LABEL[x.row.kind], options=CONTRACT_KINDS),
        Column("valid_from", "开始日期", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "最后一天", sort=True, kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("fee_text", "收费标准", value=lambda x: x.row.fee_text, width=24),
        Column("filed_on", "备案日期", kind="date", shown=False, value=lambda x: x.row.filed_on),
    ),
    (
        Filter("q", "小区、企业"),
        Filter("kind", "合同类型", "choice", CONTRACT_KINDS),
    ),
    (
        View("current", "履行中"),
        View("expiring", "快到期", hot=True, sort="valid_to"),
        View("open", "不定期"),
        View("ended", "已终止", sort="valid_to", desc=True),
        View("all", "全部"),
    ),
    default_sort="compound",
)
COMMITTEES = Table(
    "property_committees",
    "业委会",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("term_no", "届次", kind="num", value=lambda x: x.row.term_no, width=8),
        Column("elected_on", "选举日期", sort=True, kind="date", value=lambda x: x.row.elected_on),
        Column("term_end", "任期最后一天", sort=True, kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("seats", "席位", kind="num", value=lambda x: x.row.seats, width=8),
        Column("members", "在任委员", kind="num", value=lambda x: x.row.members, width=10),
        Column("party", "党员委员", kind="num", value=lambda x: x.party, width=10),
        Column("filed_on", "备案日期", kind="date", value=lambda x: x.row.filed_on),
        Column("flag", "红色业委会", kind="state", value=lambda x: x.flag),
    ),
    (Filter("q", "小区"),),
    (
        View("current", "本届"),
        View("red", "红色业委会"),
        View("ending", "快届满", hot=True, sort="term_end"),
        View("unfiled", "未备案"),
        View("former", "往届"),
        View("all", "全部"),
    ),
    default_sort="compound",
)
FEES = Table(
    "property_fees",
    "收缴情况",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("company", "物业企业", value=lambda x: x.row.company, width=28),
        Column("valid_from", "本期第一天", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "本期最后一天", kind="date", value=lambda x: x.until),
        Column("amount", "金额收缴率", kind="num", value=lambda x: x.rates["amount"]),
        Column("households", "户数收缴率", kind="num", value=lambda x: x.rates["households"]),
        Column("arrears", "清欠率", kind="num", value=lambda x: x.rates["arrears"]),
        money("due_fen", "当期应收", shown=False),
        money("received_fen", "当期实收", shown=False),
        money("arrears_fen", "往期欠费期初", shown=False),
        money("recovered_fen", "往期追回", shown=False),
        money("prepaid_fen", "预收以后各期", shown=False),
        Column("households_due", "应缴户", kind="num", shown=False, value=lambda x: x.row.households_due),
        Column("households_paid", "已缴清户", kind="num", shown=False, value=lambda x: x.row.households_paid),
    ),
    (Filter("q", "小区、企业"), Filter("since", "本期第一天", "dates")),
    (View("all", "全部"),),
    default_sort="valid_from",
    default_desc=True,
)

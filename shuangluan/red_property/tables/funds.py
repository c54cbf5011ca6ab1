"""维修资金, its movements and 应急维修 as registers declared once (D26, RP-31, RP-32)."""

from dataclasses import dataclass

from shuangluan.kernel.shares import share_text
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.emergencies import EMERGENCY_LABEL, EmergencyState
from shuangluan.red_property.rules.funds import BASIS_LABEL, ENTRY_LABEL, SHARE_LABEL, EntryKind
from shuangluan.red_property.tables.lines import Line
from shuangluan.red_property.tables.registers import money, pairs

S = EmergencyState
EMERGENCY_TONE = {S.APPLIED: "wait", S.REVIEWED: "wait", S.CONFIRMED: "doing", S.DONE: "done", S.DROPPED: "off"}
ENTRY_KINDS, BASES, SHARES = pairs(ENTRY_LABEL), pairs(BASIS_LABEL), pairs(SHARE_LABEL)


@dataclass(frozen=True)
class FundLine(Line):
    """A fund in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the page of its fund."""
        return self.row.compound, f"/red-property/funds/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Whether enough is left."""
        return ("要续交", "stop") if self.row.is_short else ("充足", "done")

    @property
    def share(self) -> str:
        """What part of the first deposit is left."""
        return share_text(max(self.row.balance_fen, 0), self.row.first_deposit_fen)

    @property
    def area(self) -> str:
        """The area that bears a use, in ㎡; empty where it is not known."""
        return f"{self.row.area_x100 // 100}.{self.row.area_x100 % 100:02d}" if self.row.area_x100 else ""


@dataclass(frozen=True)
class FundEntryLine(Line):
    """A movement in words."""

    @property
    def link(self) -> tuple[str, str]:
        """What it was for, and the page of the fund at its line."""
        return self.row.purpose, f"/red-property/funds/{self.row.account_id}#entry-{self.id}"

    @property
    def posted(self) -> tuple[str, str]:
        """When the owners were told; interest is not posted one by one."""
        if self.row.posted_on is not None:
            return f"{self.row.posted_on} 公示", "done"
        return ("未公示", "wait") if self.row.kind is not EntryKind.INTEREST else ("", "")

    @property
    def rests_on(self) -> str:
        """The title of the vote's question, or of the emergency."""
        return self.row.motion or self.row.emergency or ""


@dataclass(frozen=True)
class EmergencyLine(Line):
    """An emergency repair in words."""

    @property
    def link(self) -> tuple[str, str]:
        """What is mended, and its page."""
        return self.row.title, f"/red-property/emergencies/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands."""
        return EMERGENCY_LABEL[self.row.state], EMERGENCY_TONE[self.row.state]


FUNDS = Table(
    "property_funds",
    "维修资金",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("opened_on", "首期交存日期", kind="date", value=lambda x: x.row.opened_on),
        money("first_deposit_fen", "首期交存额", sort=True),
        money("used_fen", "累计使用"),
        money("balance_fen", "余额", sort=True),
        Column("share", "余额占首期", kind="num", value=lambda x: x.share),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("area_x100", "分摊面积", kind="num", shown=False, value=lambda x: x.area),
    ),
    (Filter("q", "小区"),),
    (View("all", "全部"), View("short", "要续交", hot=True, sort="balance_fen"), View("unposted", "有未公示的")),
    default_sort="compound",
)
FUND_ENTRIES = Table(
    "property_fund_entries",
    "维修资金流水",
    (
        Column("purpose", "事由", kind="link", value=lambda x: x.link, width=30),
        Column("compound", "小区", sort=True, value=lambda x: x.row.compound, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("booked_on", "日期", sort=True, kind="date", value=lambda x: x.row.booked_on),
        Column("kind", "类型", value=lambda x: ENTRY_LABEL[x.row.kind], options=ENTRY_KINDS),
        money("amount_fen", "金额", sort=True),
        Column("basis", "依据", value=lambda x: BASIS_LABEL.get(x.row.basis, ""), options=BASES),
        Column("rests_on", "表决议题或应急维修", value=lambda x: x.rests_on, width=30),
        Column("share", "分摊方式", value=lambda x: SHARE_LABEL.get(x.row.share, ""), options=SHARES),
        Column("agreement", "约定", shown=False, value=lambda x: x.row.agreement, width=24),
        Column("posted_on", "公示", kind="state", value=lambda x: x.posted, written=lambda x: x.row.posted_on),
    ),
    (
        Filter("q", "小区、事由"),
        Filter("basis", "依据", "choice", BASES),
        Filter("booked", "日期", "dates"),
    ),
    (View("use", "使用"), View("renewal", "续交"), View("unposted", "未公示", hot=True), View("all", "全部")),
    default_sort="booked_on",
    default_desc=True,
)
EMERGENCIES = Table(
    "property_emergencies",
    "应急维修",
    (
        Column("title", "修什么", kind="link", value=lambda x: x.link, width=30),
        Column("compound", "小区", sort=True, value=lambda x: x.row.compound, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("place", "位置", value=lambda x: x.row.place, width=20),
        Column("found_on", "发现日期", sort=True, kind="date", value=lambda x: x.row.found_on),
        money("estimate_fen", "预算"),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("reviewed_on", "业委会审核", kind="date", shown=False, value=lambda x: x.row.reviewed_on),
        Column("confirmed_on", "街道或居委会确认", kind="date", shown=False, value=lambda x: x.row.confirmed_on),
        Column("posted_on", "账目公示", kind="date", value=lambda x: x.row.posted_on),
        money("cost_fen", "实际费用"),
    ),
    (Filter("q", "小区、修什么、位置"), Filter("found", "发现日期", "dates")),
    (
        View("open", "办理中"),
        View("review", "待审核", hot=True),
        View("confirm", "待确认", hot=True),
        View("accounts", "待公示账目"),
        View("done", "已办结"),
        View("all", "全部"),
    ),
    default_sort="found_on",
    default_desc=True,
)

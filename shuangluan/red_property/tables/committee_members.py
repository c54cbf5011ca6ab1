"""业委会委员台账: columns, filters, views, and the words of a row (RP-5, D26)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.tables.lines import Line


@dataclass(frozen=True)
class CommitteeMemberLine(Line):
    """A member of a committee in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Who, and his page."""
        return str(self.row.person), f"/red-property/committee-members/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where his days stand; those of a former term are over."""
        return ("往届", "off") if self.row.is_followed else self.stage("在任")


COMMITTEE_MEMBERS = Table(
    "property_committee_members",
    "业委会委员",
    (
        Column("person", "姓名", sort=True, kind="link", value=lambda x: x.link, width=14),
        Column("compound", "小区", sort=True, value=lambda x: x.row.compound, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("term_no", "届次", kind="num", value=lambda x: x.row.term_no, width=8),
        Column("position", "职务", value=lambda x: x.row.position),
        Column("is_party_member", "党员", value=lambda x: "是" if x.row.is_party_member else "否", width=8),
        Column("valid_from", "任职日期", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_until", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (Filter("q", "姓名、小区"), Filter("position", "职务")),
    (View("current", "在任"), View("party", "在任党员"), View("former", "离任和往届"), View("all", "全部")),
    default_sort="compound",
)

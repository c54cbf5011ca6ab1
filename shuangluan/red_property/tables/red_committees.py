"""利益冲突台账: posts of committee members or their kin in the serving company, in words (RP-35)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.ties import RELATION_LABEL
from shuangluan.red_property.tables.lines import Line


@dataclass(frozen=True)
class TieLine(Line):
    """A post in a company in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The member, and the committee's page."""
        return str(self.row.member), f"/red-property/committees/{self.row.committee_id}"

    @property
    def relation(self) -> str:
        """Who holds the post."""
        return RELATION_LABEL[self.row.relation]

    @property
    def state(self) -> tuple[str, str]:
        """Whether it is a conflict today."""
        return ("利益冲突", "stop") if self.row.is_conflict else ("没有冲突", "off")


TIES = Table(
    "property_ties",
    "利益冲突",
    (
        Column("member", "委员", kind="link", value=lambda x: x.link, width=14),
        Column("position", "职务", value=lambda x: x.row.position, width=10),
        Column("compound", "小区", sort=True, value=lambda x: x.row.compound, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("company", "物业企业", value=lambda x: x.row.company, width=28),
        Column("relation", "谁任职", value=lambda x: x.relation, width=12),
        Column("post", "企业里的职务", value=lambda x: x.row.post, width=18),
        Column("valid_from", "开始", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (Filter("q", "委员、小区、企业"),),
    (View("conflict", "利益冲突", hot=True), View("settled", "已消除"), View("all", "全部")),
    default_sort="compound",
)

"""党建指导员, 企业党组织 and 行业党委委员: columns, filters, views, and the words of a row (D26, RP-61)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.companies import UNIT_KIND_LABEL
from shuangluan.red_property.tables.lines import Line

UNIT_KINDS = tuple(UNIT_KIND_LABEL.items())


@dataclass(frozen=True)
class InstructorLine(Line):
    """An instructor in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Who, and his page."""
        return str(self.row.person), f"/red-property/instructors/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where his days stand."""
        return self.stage("在任")


@dataclass(frozen=True)
class UnitLine(Line):
    """A party unit of companies in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its name and page."""
        return str(self.row.name), f"/red-property/party-units/{self.id}"

    @property
    def companies(self) -> str:
        """Which company, or the first of how many."""
        count = self.row.companies
        return f"{self.row.company}等 {count} 家" if count > 1 else self.row.company or ""

    @property
    def state(self) -> tuple[str, str]:
        """Whether it is there."""
        if self.row.closed_on is not None and self.row.closed_on <= self.day:
            return "已撤销", "off"
        return ("在用", "done") if self.row.companies else ("没有企业", "wait")


@dataclass(frozen=True)
class MembershipLine(Line):
    """A company in a party unit in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The company, and the page of its days in the unit."""
        return str(self.row.company), f"/red-property/memberships/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where its days stand."""
        return self.stage("在党组织里")


@dataclass(frozen=True)
class MemberLine(Line):
    """A member of the sector's committee in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Who, and his page."""
        return str(self.row.person), f"/red-property/sector-committee/members/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where his days stand."""
        return self.stage("在任")


INSTRUCTORS = Table(
    "property_instructors",
    "党建指导员",
    (
        Column("person", "姓名", kind="link", value=lambda x: x.link, width=14),
        Column("company", "物业企业", sort=True, value=lambda x: x.row.company, width=28),
        Column("valid_from", "选派日期", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("basis", "依据", value=lambda x: x.row.basis, width=30),
    ),
    (Filter("q", "姓名、企业"),),
    (View("current", "在任"), View("ended", "已结束"), View("all", "全部")),
    default_sort="company",
)
PARTY_UNITS = Table(
    "property_party_units",
    "企业党组织",
    (
        Column("name", "党组织", sort=True, kind="link", value=lambda x: x.link, width=30),
        Column("kind", "类型", value=lambda x: UNIT_KIND_LABEL[x.row.kind], width=16),
        Column("companies", "物业企业", value=lambda x: x.companies, width=34),
        Column("parent", "上级党组织", value=lambda x: x.row.parent, width=26),
        Column("founded_on", "成立日期", sort=True, kind="date", value=lambda x: x.row.founded_on),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (Filter("q", "党组织、企业"), Filter("kind", "类型", "choice", UNIT_KINDS)),
    (View("active", "在用"), View("joint", "联合党支部"), View("former", "没有企业或已撤销"), View("all", "全部")),
    default_sort="name",
)
SECTOR_MEMBERS = Table(
    "property_sector_members",
    "行业党委委员",
    (
        Column("person", "姓名", sort=True, kind="link", value=lambda x: x.link, width=14),
        Column("position", "职务", sort=True, value=lambda x: x.row.position),
        Column("home", "所在企业或部门", value=lambda x: x.row.home, width=30),
        Column("valid_from", "从哪天起", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_until", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (Filter("q", "姓名、职务、企业"),),
    (View("current", "在任"), View("former", "已离任"), View("all", "全部")),
    default_sort="valid_from",
)
MEMBERSHIPS = Table(
    "property_memberships",
    "企业入党组织",
    (
        Column("company", "物业企业", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("unit", "党组织", sort=True, value=lambda x: x.row.unit, width=30),
        Column("kind", "类型", value=lambda x: UNIT_KIND_LABEL[x.row.kind], options=UNIT_KINDS, width=16),
        Column("valid_from", "加入日期", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_until", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("basis", "文件", value=lambda x: x.row.basis, width=30),
    ),
    (Filter("q", "企业、党组织"), Filter("kind", "类型", "choice", UNIT_KINDS)),
    (View("current", "现在"), View("joint", "联合党支部"), View("former", "以前"), View("all", "全部")),
    default_sort="company",
)

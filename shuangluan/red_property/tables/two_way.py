"""交叉任职 by community: columns and the words of a row (RP-71, D26)."""

from collections.abc import Iterable
from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL, CrossPostKind
from shuangluan.red_property.tables.lines import Line


@dataclass(frozen=True)
class TwoWayLine(Line):
    """A community in words."""

    @property
    def name(self) -> str:
        """The community."""
        return areas().name(self.row.code)

    @property
    def state(self) -> tuple[str, str]:
        """How many gaps."""
        count = len(self.row.gaps)
        return (f"{count} 处缺口", "stop") if count else ("齐了", "done")

    @property
    def gaps(self) -> str:
        """What is missing."""
        return "；".join(self.row.gaps)

    def held(self, kind: CrossPostKind) -> str:
        """Who holds a post, each with the company."""
        return _told(self.row.of(kind))


def _told(held: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{person}（{company}）" for person, company in held)


def _post(key: str, kind: CrossPostKind) -> Column:
    return Column(key, CROSS_POST_LABEL[kind], value=lambda one: one.held(kind), width=30)


TWO_WAY = Table(
    "red_property_two_way",
    "交叉任职双向",
    (
        Column("name", "社区", value=lambda one: one.name, width=16),
        Column("street", "街道", shown=False, value=lambda one: one.row.street, width=16),
        Column("state", "缺口", sort=True, kind="state", value=lambda one: one.state),
        Column("companies", "服务的企业", value=lambda one: "、".join(one.row.companies), width=30),
        _post("supervisors", CrossPostKind.QUALITY_SUPERVISOR),
        _post("part_time", CrossPostKind.COMMITTEE_PART_TIME),
        _post("community_party", CrossPostKind.COMMUNITY_PARTY),
        _post("street_party", CrossPostKind.STREET_PARTY),
        Column("gaps", "缺什么", value=lambda one: one.gaps, width=50),
    ),
    (Filter("q", "社区、姓名、企业"),),
    (View("all", "全部"), View("gaps", "有缺口", hot=True)),
    default_sort="state",
    default_desc=True,
)

"""交叉任职台账: columns, filters, views, and the words of a row (D26, RP-61)."""

from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL
from shuangluan.red_property.tables.lines import Line

KINDS = tuple((one.value, label) for one, label in CROSS_POST_LABEL.items())


@dataclass(frozen=True)
class PostLine(Line):
    """A cross post in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Who, and the page of the post."""
        return str(self.row.person), f"/red-property/cross-posts/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where his days stand."""
        return self.stage("在任")


POSTS = Table(
    "red_property_cross_posts",
    "交叉任职",
    [
        Column("person", "姓名", sort=True, kind="link", value=lambda one: one.link, width=14),
        Column("kind", "职务", value=lambda one: CROSS_POST_LABEL[one.row.kind], options=KINDS, width=18),
        Column("company", "物业企业", sort=True, value=lambda one: one.row.company, width=28),
        Column("host", "社区或街道", sort=True, value=lambda one: areas().name(one.row.host), width=20),
        Column("valid_from", "从哪天起", sort=True, kind="date", value=lambda one: one.row.valid_from),
        Column("valid_until", "最后一天", kind="date", value=lambda one: one.until),
        Column("state", "状态", kind="state", value=lambda one: one.state),
        Column("basis", "依据", shown=False, value=lambda one: one.row.basis, width=30),
    ],
    [Filter("q", "姓名或企业"), Filter("kind", "职务", "choice", KINDS)],
    [View("current", "在任"), View("ended", "已结束"), View("all", "全部")],
    default_sort="valid_from",
    default_desc=True,
)

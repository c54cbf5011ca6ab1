"""业主替代方 and 议事方式: columns, filters, views, and the words of a row (RP-5, D26)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL
from shuangluan.red_property.rules.words import MODE_LABEL
from shuangluan.red_property.tables.lines import Line

SUBSTITUTE_KINDS = tuple((one.value, label) for one, label in SUBSTITUTE_LABEL.items())
MODES_OF = tuple((one.value, label) for one, label in MODE_LABEL.items())


@dataclass(frozen=True)
class SubstituteLine(Line):
    """A substitute in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the substitute's page."""
        return str(self.row.compound), f"/red-property/substitutes/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where its days stand."""
        return self.stage("代行中")


@dataclass(frozen=True)
class ModeLine(Line):
    """A mode with its days in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the mode's page."""
        return str(self.row.compound), f"/red-property/modes/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where its days stand."""
        return self.stage("现行")


SUBSTITUTES = Table(
    "property_substitutes",
    "业主替代方",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("kind", "替代方", value=lambda x: SUBSTITUTE_LABEL[x.row.kind], options=SUBSTITUTE_KINDS, width=18),
        Column("valid_from", "第一天", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "最后一天", sort=True, kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("basis", "依据", value=lambda x: x.row.basis, width=34),
    ),
    (Filter("q", "小区"), Filter("kind", "替代方", "choice", SUBSTITUTE_KINDS)),
    (View("current", "代行中"), View("coming", "未开始"), View("ended", "已结束"), View("all", "全部")),
    default_sort="compound",
)
MODES = Table(
    "property_modes",
    "议事方式",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("mode", "议事方式", value=lambda x: MODE_LABEL[x.row.mode], options=MODES_OF),
        Column("valid_from", "从哪天起", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_to", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state),
        Column("reason", "原因", value=lambda x: x.row.reason, width=40),
    ),
    (Filter("q", "小区"), Filter("mode", "议事方式", "choice", MODES_OF)),
    (View("current", "现行"), View("coming", "未开始"), View("former", "以前的"), View("all", "全部")),
    default_sort="compound",
)

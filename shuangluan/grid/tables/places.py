"""小区台账 and 楼栋台账 declared: columns, filters, the words of a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.models import CompoundKind
from shuangluan.kernel.places import KIND_LABEL, areas
from shuangluan.kernel.tables import Column, Filter, Table

KINDS = tuple((kind.value, label) for kind, label in KIND_LABEL.items())


@dataclass(frozen=True)
class CompoundLine:
    """A compound in words."""

    row: Any
    day: date

    @property
    def id(self) -> int:
        """Of the compound."""
        return int(self.row.id)

    @property
    def link(self) -> tuple[str, str]:
        """Its name and its page."""
        return self.row.name, f"/grid/compounds/{self.row.id}"

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.row.community)

    @property
    def street(self) -> str:
        """秀水街道."""
        return areas().name(self.row.community[:9])

    @property
    def kind(self) -> str:
        """老旧, 回迁, 标准, 新建: on the day of the list."""
        return KIND_LABEL[CompoundKind(self.row.kind)] if self.row.kind else ""


@dataclass(frozen=True)
class BuildingLine:
    """A building in words."""

    row: Any
    day: date

    @property
    def id(self) -> int:
        """Of the building."""
        return int(self.row.id)

    @property
    def link(self) -> tuple[str, str]:
        """Its number and the page of its compound."""
        return self.row.number, f"/grid/compounds/{self.row.compound_id}#building-{self.row.id}"

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.row.community)


FIELD_LABEL: Mapping[str, str] = {
    "number": "楼栋",
    "name": "名称",
    "address": "地址",
    "households": "户数",
    "has_property": "有无物业",
    "kind": "类型",
    "kind_from": "起算",
    "kind_reason": "原因",
    "entrances": "单元数",
}


def changes(entry: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(label, before, after) of what an entry of the trail changed; nothing of what came new or went."""
    told = [(key, label, entry[key]) for key, label in FIELD_LABEL.items() if key in entry]
    return [(label, _said(key, old), _said(key, new)) for key, label, (old, new) in told if None not in (old, new)]


def _said(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "有" if value else "无"
    return KIND_LABEL[CompoundKind(value)] if key == "kind" else str(value)


COMPOUNDS = Table(
    "compounds",
    "小区",
    (
        Column("name", "小区", kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", sort=True, value=lambda x: x.community, width=20),
        Column("street", "街道", shown=False, value=lambda x: x.street, width=16),
        Column("kind", "类型", value=lambda x: x.kind, width=8, options=KINDS),
        Column("households", "户数", kind="num", value=lambda x: x.row.households, width=8),
        Column("has_property", "有无物业", value=lambda x: "有" if x.row.has_property else "无", width=10),
        Column("buildings", "楼栋数", kind="num", value=lambda x: x.row.buildings, width=8),
        Column("address", "地址", value=lambda x: x.row.address, width=30),
    ),
    (
        Filter("q", "小区、社区或地址"),
        Filter("kind", "类型", "choice", KINDS),
        Filter("has_property", "有无物业", "choice", (("yes", "有"), ("no", "无"))),
    ),
    (),
    default_sort="community",
)
BUILDINGS = Table(
    "buildings",
    "楼栋",
    (
        Column("community", "社区", sort=True, value=lambda x: x.community, width=20),
        Column("compound", "小区", value=lambda x: x.row.name, width=24),
        Column("number", "楼栋", kind="link", value=lambda x: x.link, width=12),
        Column("entrances", "单元数", kind="num", value=lambda x: x.row.entrances, width=8),
    ),
    (Filter("q", "小区、社区或楼号"), Filter("compound", "小区名称")),
    (),
    default_sort="community",
)

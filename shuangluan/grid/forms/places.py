"""What is asked of a compound and of a building."""

from collections.abc import Iterable

from wtforms import BooleanField, Field, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from shuangluan.grid.forms.fields import line, one_of, plain
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import Compound, CompoundKind
from shuangluan.kernel.places import KIND_LABEL, areas

MOST_HOUSEHOLDS, MOST_ENTRANCES = 100_000, 60


def _whole(label: str, most: int) -> Field:
    between = NumberRange(0, most, f"{label}要在 0 到 {most:,} 之间")
    return IntegerField(label, [InputRequired(f"请填{label}，只写数字"), between])


class CompoundForm(BaseForm):
    """A new compound, or one to be corrected: then its community stays, and a changed kind has its reason."""

    community = one_of("社区", "请选社区")
    name = line("名称", 60, "请填小区名称")
    kind = one_of("类型", "请选类型", choices=[(kind.value, label) for kind, label in KIND_LABEL.items()])
    kind_reason = StringField("改类型的原因", [Length(max=200, message="不超过 200 字")])
    households = _whole("户数", MOST_HOUSEHOLDS)
    has_property = BooleanField("有物业服务")
    address = line("地址", 120)

    def offer(self, communities: Iterable[str]) -> None:
        """A new one: in which communities it may stand; a first kind needs no reason."""
        self.community.choices = plain((code, areas().name(code)) for code in communities)
        del self.kind_reason

    def correct(self, compound: Compound, kind: CompoundKind | None) -> None:
        """One that stands: its present values, where nothing was typed yet."""
        del self.community
        if not self.is_submitted():
            self.name.data, self.address.data = compound.name, compound.address
            self.households.data, self.has_property.data = compound.households, compound.has_property
            self.kind.data = kind.value if kind else None
        self.versioned(compound)


class BuildingForm(BaseForm):
    """A building by its number, with how many entrances it has."""

    number = line("楼栋", 20, "请填楼栋，如 3号楼")
    entrances = _whole("单元数", MOST_ENTRANCES)

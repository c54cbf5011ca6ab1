"""The rows of the meeting record, each a form of its own with its token and version (RP-62)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import CountField, day, line, minute, one_of, tick, words
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL, ResolutionState
from shuangluan.red_property.rules.words import (
    CONCLUSION_LABEL,
    ITEM_KIND_LABEL,
    PARTY_LABEL,
    STANCE_LABEL,
    THREE,
    Conclusion,
    ItemKind,
    Party,
    Stance,
)

CHOSEN_KINDS = (ItemKind.NEGOTIATE, ItemKind.REPORT, ItemKind.OTHER)
HANDLINGS = (ResolutionState.DOING, ResolutionState.DONE, ResolutionState.CANCELLED)


class RowForm(BaseForm):
    """A row of the record. `kinds` names the enum of each choice, so that `values` are what services take."""

    class Meta(BaseForm.Meta):
        """The whole page carries one csrf token; its rows need none of their own."""

        csrf = False

    kinds: Mapping[str, type[StrEnum]] = {}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as services take it; an empty choice is None."""
        found = {}
        for field in self:
            if field.short_name in ("form_token", "row_version"):
                continue
            kind = self.kinds.get(field.short_name)
            given = field.data
            if kind is not None:
                given = kind(given) if given else None
            found[field.short_name] = "" if given is None and field.type in _TEXTS else given
        return found

    def differs(self, row: Any) -> bool:
        """Whether saving would change the row."""
        return any(getattr(row, name) != value for name, value in self.values.items())

    @property
    def names(self) -> str:
        """The names of its fields, for the request that sends this row alone."""
        return ",".join(field.name for field in self)

    @property
    def wrong(self) -> list[str]:
        """Every refusal, in the order of the fields."""
        return [*self.form_errors, *(str(reason) for field in self for reason in field.errors)]


_TEXTS = {"StringField", "TextAreaField"}


def _pairs(labels: Mapping[Any, str], codes: Iterable[Any]) -> list[tuple[str, str]]:
    return [(code.value, labels[code]) for code in codes]


class HeadForm(RowForm):
    """会议信息."""

    held_on = day("开会日期", asked=True)
    starts_at = minute("开始")
    ends_at = minute("结束")
    place = line("地点", 60, asked=True)
    chair = line("主持人", 40, asked=True)
    next_on = day("下次会议")


class SeatForm(RowForm):
    """One person at the table."""

    is_present = tick("到会")
    capacity = line("身份", 40)
    has_mandate = tick("受托")
    arrived = minute("到")
    left = minute("离开")


class ItemForm(RowForm):
    """One item of the agenda; the topics are those of the catalogue in force."""

    kinds = {"kind": ItemKind, "conclusion": Conclusion}

    kind = one_of("类型", _pairs(ITEM_KIND_LABEL, CHOSEN_KINDS), empty=None)
    topic = one_of("事项类别", empty=None)
    title = line("议题", 120, asked=True)
    background = words("讨论要点", 1000)
    started_at = minute("开始时间")
    community_opinion = line("居委会意见", 300)
    owners_opinion = line("业委会意见", 300)
    property_opinion = line("物业意见", 300)
    conclusion = one_of("结论", _pairs(CONCLUSION_LABEL, Conclusion), asked=True)
    within_budget = tick("业主大会已定办法或年度预算之内")


class ResolutionForm(RowForm):
    """One resolution under its item."""

    kinds = {
        "owner_party": Party, "community_stance": Stance, "owners_stance": Stance, "property_stance": Stance,
    }  # fmt: skip

    text = words("议定事项", 500, asked=True)
    owner_party = one_of("责任方", _pairs(PARTY_LABEL, THREE), asked=True)
    owner_name = line("责任人", 40, asked=True)
    first_due_on = day("期限", asked=True)
    community_stance = one_of("居委会", _pairs(STANCE_LABEL, Stance), empty="未表态", asked=True)
    owners_stance = one_of("业委会", _pairs(STANCE_LABEL, Stance), empty="未表态", asked=True)
    property_stance = one_of("物业", _pairs(STANCE_LABEL, Stance), empty="未表态", asked=True)


class CarriedForm(RowForm):
    """What this meeting says of an earlier resolution."""

    kinds = {"state": ResolutionState, "owner_party": Party}

    text = line("落实情况", 300, asked=True)
    state = one_of("处理", _pairs(RESOLUTION_LABEL, HANDLINGS), empty="继续办理", asked=True)
    percent = CountField("进度 %")
    new_due_on = day("新期限")
    owner_party = one_of("责任方", _pairs(PARTY_LABEL, THREE), empty=None)
    owner_name = line("责任人", 40, asked=True)
    reason = line("原因", 200)

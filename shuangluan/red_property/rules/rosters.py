"""A roster as typed and as published: owners of a unit, lists for the 公示 without personal data (RP-22, RP-28)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.pii import mask_name, normal_name
from shuangluan.red_property.rules.electorate import AREA_BASIS_LABEL, UNIT_STATUS_LABEL, RosterUnit
from shuangluan.red_property.rules.matters import GENERAL, ThresholdRow, VoteMatter
from shuangluan.red_property.rules.vote_lines import area, share_word
from shuangluan.red_property.rules.vote_words import UNIT_KIND_LABEL, UnitKind

DEVELOPER_NAME = "建设单位"
MOST_OWNERS = 20
MOST_AREA_X100 = 10_000_000  # of one unit: 100,000 ㎡, beyond it a slip of the finger
ROSTER_HEADS = ("编号", "房号", "类型", "面积（㎡）", "面积依据", "状态", "业主")
MOTION_HEADS = ("序号", "表决事项", "议题", "内容", "通过比例")

_BETWEEN = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True)
class Owner:
    """A name, and the last characters of the identity document where two owners share the name."""

    name: str
    tail: str = ""

    @property
    def key(self) -> str:
        """By what an owner is the same person in two rows."""
        return f"{self.name}·{self.tail}" if self.tail else self.name


def owners_of(names: str, tails: str = "") -> tuple[Owner, ...]:
    """The owners of a cell 张三、李四 with 1234、5678. Raises RuleBroken where the two do not go together."""
    found = [name for one in _BETWEEN.split(names) if (name := normal_name(one))]
    ends = [end.strip().upper() for end in _BETWEEN.split(tails) if end.strip()]
    if any("*" in name for name in found):
        raise RuleBroken("业主姓名有遮住的（*），写全名，或者这一格留空不改", "owners")
    if len(found) > MOST_OWNERS:
        raise RuleBroken(f"一套房最多写 {MOST_OWNERS} 位业主", "owners")
    if len(set(found)) < len(found) and not ends:
        raise RuleBroken("同一套房有两位同名业主，用证件后四位区分", "tails")
    if ends and len(ends) != len(found):
        raise RuleBroken(f"业主 {len(found)} 位，证件后四位 {len(ends)} 个，要一一对应", "tails")
    if any(not re.fullmatch(r"[0-9A-Z]{4}", end) for end in ends):
        raise RuleBroken("证件后四位写 4 位数字或字母", "tails")
    return tuple(Owner(name, end) for name, end in zip(found, ends or [""] * len(found), strict=True))


def check_area(area_x100: int | None, field: str) -> None:
    """Raises RuleBroken beside the field for an area that no unit has."""
    if area_x100 is not None and not 0 <= area_x100 <= MOST_AREA_X100:
        raise RuleBroken(f"面积要在 0 到 {area(MOST_AREA_X100)} ㎡ 之间", field)


def same_names(units: Iterable[Sequence[Owner]]) -> list[str]:
    """Names that own more than one unit and are nowhere told apart: counted as one person, to be looked at."""
    met: dict[str, int] = {}
    for owners in units:
        for one in owners:
            if not one.tail:
                met[one.name] = met.get(one.name, 0) + 1
    return sorted(name for name, count in met.items() if count > 1)


def roster_list(units: Iterable[tuple[int, RosterUnit, str]]) -> tuple[tuple[str, ...], ...]:
    """The rows of the published roster, of (number of the counting unit, unit, owners): names are masked."""
    rows = []
    for number, unit, names in units:
        basis = unit.basis
        assert basis is not None  # a roster with a fault is not published
        rows.append(
            (
                str(number), unit.unit, UNIT_KIND_LABEL[UnitKind(unit.kind)], area(unit.areas[basis]),
                AREA_BASIS_LABEL[basis], UNIT_STATUS_LABEL[unit.status],
                DEVELOPER_NAME if unit.is_developers else masked(names),
            )
        )  # fmt: skip
    return tuple(rows)


def masked(names: str) -> str:
    """张**、李** of 张三、李四."""
    return "、".join(mask_name(one) for one in names.split("、") if one)


def need_words(row: ThresholdRow, matter: VoteMatter) -> str:
    """What a motion needs, as it stands on the notice."""
    share = row.agreement[matter.classes[row.row]]
    part = f"{share_word(row.participation)}{'以上' if row.participation.inclusive else '（过）'}"
    agree = f"{share_word(share)}{'以上' if share.inclusive else ''}"
    over = "" if share.inclusive else "过"
    base = "全体业主" if row.of_all else "参与表决的业主"
    kind = "" if matter.classes[row.row] == GENERAL else "（特别事项）"
    return f"面积、人数各占{part}的业主参与，{base}中{over}{agree}同意{kind}"

"""Who votes and with how much: owners as counting units, areas with their basis (RP-22)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.matters import VoteSettings

DEVELOPER = "DEV"  # 建设单位, one person for everything unsold or undelivered
PARKING = "parking"


class AreaBasis(StrEnum):
    """By what an area is known; the first that is there counts (区分所有权解释第8条)."""

    REGISTERED = "registered"
    SURVEYED = "surveyed"
    CONTRACT = "contract"


AREA_BASIS_LABEL = {
    AreaBasis.REGISTERED: "登记面积",
    AreaBasis.SURVEYED: "实测面积",
    AreaBasis.CONTRACT: "合同面积",
}


class UnitStatus(StrEnum):
    """Whether an owner can act for a unit, or still the developer."""

    DELIVERED = "delivered"
    SOLD_UNDELIVERED = "sold_undelivered"
    UNSOLD = "unsold"


UNIT_STATUS_LABEL = {
    UnitStatus.DELIVERED: "已交付",
    UnitStatus.SOLD_UNDELIVERED: "已售未交付",
    UnitStatus.UNSOLD: "未售",
}


@dataclass(frozen=True)
class RosterUnit:
    """One row of the roster; areas in 0.01 ㎡. `titled`: a parking space with its own title."""

    unit: str
    kind: str
    areas: Mapping[AreaBasis, int]
    owners: frozenset[str]
    status: UnitStatus
    titled: bool = False

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> "RosterUnit":
        """The unit of a row as worked examples write it. Raises RuleBroken for an unknown status or basis."""
        try:
            areas = {AreaBasis(basis): area for basis, area in row["area_x100"].items() if area}
            status = UnitStatus(row["status"])
        except ValueError as broken:
            raise RuleBroken(f"房号 {row['unit']}：不认识的面积依据或房屋状态") from broken
        owners = frozenset(name.strip() for name in row["owners"] if name.strip())
        return cls(row["unit"], row["kind"], areas, owners, status, bool(row.get("titled")))

    @property
    def basis(self) -> AreaBasis | None:
        """By what its area is known; None where no area is known."""
        return next((basis for basis in AreaBasis if self.areas.get(basis, 0) > 0), None)

    @property
    def is_developers(self) -> bool:
        """Unsold, or sold and not handed over: the developer's (区分所有权解释第9条)."""
        return self.status is not UnitStatus.DELIVERED

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What keeps the electorate from being computed."""
        found = [("AREA_MISSING", self.unit)] if self.basis is None else []
        if not self.is_developers and not self.owners:
            found.append(("OWNER_MISSING", self.unit))
        return found


@dataclass
class OwnerGroup:
    """计数单位: the units of one set of owners, one person whatever their number."""

    units: list[str] = field(default_factory=list)
    area_x100: int = 0


@dataclass(frozen=True)
class Electorate:
    """All counting units by key, with the basis of each unit's area. `errors` not empty: nothing was computed."""

    groups: Mapping[str, OwnerGroup]
    basis: Mapping[str, AreaBasis]
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def persons_total(self) -> int:
        """业主总人数."""
        return len(self.groups)

    @property
    def area_total_x100(self) -> int:
        """专有部分总面积 in 0.01 ㎡."""
        return sum(group.area_x100 for group in self.groups.values())


def electorate_of(units: Iterable[RosterUnit], settings: VoteSettings) -> Electorate:
    """The electorate of a roster, or its errors in the roster's order (RP-22)."""
    counted = [one for one in units if one.kind != PARKING or (one.titled and settings.count_titled_parking)]
    errors = tuple(fault for one in counted for fault in one.faults)
    if errors:
        return Electorate({}, {}, errors)
    owners = _owner_sets(counted, settings)
    groups: dict[str, OwnerGroup] = {}
    basis: dict[str, AreaBasis] = {}
    for one in counted:
        by = one.basis
        assert by is not None  # it has no fault
        group = groups.setdefault(DEVELOPER if one.is_developers else key_of(owners[one.owners]), OwnerGroup())
        group.units.append(one.unit)
        group.area_x100 += one.areas[by]
        basis[one.unit] = by
    return Electorate(groups, basis)


def key_of(owners: Iterable[str]) -> str:
    """The key of a set of owners: the names by code point, joined by +."""
    return "+".join(sorted(owners))


def _owner_sets(units: Sequence[RosterUnit], settings: VoteSettings) -> dict[frozenset[str], frozenset[str]]:
    """Each unit's owners → the set they are counted as: itself, or where the district counts {甲} and {甲, 乙}
    as one, everybody who is tied to it by a shared unit.
    """
    sets = {one.owners for one in units if not one.is_developers}
    if settings.distinct_owner_sets:
        return {owners: owners for owners in sets}
    joined: list[frozenset[str]] = []
    for owners in sets:
        touching = [other for other in joined if other & owners]
        joined = [other for other in joined if not other & owners] + [owners.union(*touching)]
    return {owners: next(whole for whole in joined if owners <= whole) for owners in sets}


def electorate(units: Sequence[Mapping[str, Any]], settings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`electorate_of` in the shape of the worked examples."""
    found = electorate_of([RosterUnit.parse(row) for row in units], VoteSettings.parse(settings))
    if found.errors:
        return {"errors": [list(fault) for fault in found.errors]}
    return {
        "persons_total": found.persons_total,
        "area_total_x100": found.area_total_x100,
        "groups": {key: {"units": one.units, "area_x100": one.area_x100} for key, one in found.groups.items()},
        "basis": dict(found.basis),
    }

"""Write and find areas, compounds, buildings, entrances, grids and organisations."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from shuangluan.extensions import Base, db
from shuangluan.kernel import audit, clock, removal, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import (
    Area,
    AreaLevel,
    AreaUrban,
    Building,
    Compound,
    CompoundKind,
    CompoundKindPeriod,
    CompoundService,
    Entrance,
    Grid,
    GridKind,
    Organisation,
    OrganisationKind,
)
from shuangluan.kernel.permissions import in_force

DISTRICT = "130803"
STREETS = (AreaLevel.STREET, AreaLevel.TOWN)
REASON_LENGTH = 200
KIND_LABEL = {
    CompoundKind.OLD: "老旧",
    CompoundKind.RESETTLED: "回迁",
    CompoundKind.STANDARD: "标准",
    CompoundKind.NEW: "新建",
}


@dataclass(frozen=True)
class AreaName:
    """A published area as pages need it."""

    code: str
    name: str
    short: str
    level: AreaLevel
    parent: str | None


class Areas:
    """The published tree: read once per process, because nothing but a migration writes it."""

    def __init__(self, rows: list[AreaName]) -> None:
        self._by_code = {row.code: row for row in rows}

    def __getitem__(self, code: str) -> AreaName:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def name(self, code: str | None) -> str:
        """The full name, or an empty text for an unknown code."""
        row = self._by_code.get(code or "")
        return row.name if row else ""

    def short(self, code: str | None) -> str:
        """万和城 for 万和城社区: what list cells show."""
        row = self._by_code.get(code or "")
        return row.short if row else ""

    def streets(self) -> list[AreaName]:
        """Streets and towns by code."""
        return [row for row in self._by_code.values() if row.level in STREETS]

    def communities(self, prefix: str = DISTRICT) -> list[AreaName]:
        """Communities under `prefix` by code."""
        return [
            row
            for row in self._by_code.values()
            if row.level is AreaLevel.COMMUNITY and row.code.startswith(prefix)
        ]

    def path(self, code: str) -> str:
        """秀水街道 · 万和城社区."""
        parents = [self._by_code[code[:n]] for n in (9, 12) if len(code) >= n and code[:n] in self._by_code]
        return " · ".join(row.name for row in parents) or self.name(code)


@lru_cache(maxsize=1)
def areas() -> Areas:
    """All areas of the district, by code."""
    rows = db.session.execute(
        select(Area.code, Area.name, Area.short_name, Area.level, Area.parent_code).order_by(Area.code)
    )
    return Areas([AreaName(*row) for row in rows])


def urban_communities(day: date) -> list[str]:
    """Codes of the communities that are urban on `day` (GR-14)."""
    return list(
        db.session.scalars(
            select(AreaUrban.area)
            .where(AreaUrban.is_urban, in_force(AreaUrban.valid_from, AreaUrban.valid_to, day))
            .order_by(AreaUrban.area)
        )
    )


def add_compound(
    *,
    community: str,
    name: str,
    kind: CompoundKind,
    households: int,
    has_property: bool,
    by: audit.Actor,
    at: datetime,
    valid_from: date,
    address: str = "",
    is_new: bool = False,
) -> Compound:
    """A new compound in a community. Raises RuleBroken for a name the community already has.

    `is_new`: under the lock the name was looked up together with many others; the id comes with theirs
    (`audit.gathering`).
    """
    if community not in areas():
        raise RuleBroken("没有这个社区，请从列表里选", "community")
    twin = select(Compound.id).where(Compound.community == community, Compound.name == name)
    if not is_new and db.session.scalar(twin) is not None:
        raise RuleBroken(f"{areas().name(community)}已经有“{name}”了", "name")
    compound = Compound(
        community=community, name=name, households=households, has_property=has_property, address=address
    )
    compound.search_text = search.search_text(name, areas().name(community), address)
    audit.created("kernel.compound.added", compound, by=by, at=at, later=is_new)
    db.session.add(
        CompoundKindPeriod(compound=compound, kind=kind, valid_from=valid_from, reason="首次登记")
    )
    return compound


def change_compound(
    compound: Compound,
    *,
    name: str,
    households: int,
    has_property: bool,
    address: str,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Correct a compound. Raises RuleBroken for a name that its community already has."""
    twin = select(Compound.id).where(
        Compound.community == compound.community, Compound.name == name, Compound.id != compound.id
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{areas().name(compound.community)}已经有“{name}”了", "name")
    with audit.changing("kernel.compound.changed", compound, by=by, at=at):
        compound.name, compound.address = name, address
        compound.households, compound.has_property = households, has_property
        compound.search_text = search.search_text(name, areas().name(compound.community), address)


def change_compound_kind(
    compound: Compound, kind: CompoundKind, *, valid_from: date, reason: str, by: audit.Actor, at: datetime
) -> None:
    """Let a compound be of another kind from a day on; the reason is kept with it, the past keeps its kind (RP-5).

    A second change from the same day takes the place of the first. Raises RuleBroken for a change without a reason, one
    that has yet to come, and one before the present kind began.
    """
    latest = _latest_kind(compound)
    if latest.kind == kind:
        return
    if not 0 < len(reason) <= REASON_LENGTH:
        raise RuleBroken(f"类型变了，请写明原因，最多 {REASON_LENGTH} 个字", "kind_reason")
    if valid_from > clock.local_day(at):
        raise RuleBroken("类型从哪天起变，不能晚于今天", "valid_from")
    if valid_from < latest.valid_from:
        raise RuleBroken(f"现在的类型从 {latest.valid_from} 起算，新类型不能早于这一天", "valid_from")
    with audit.changing("kernel.compound.kind_changed", compound, by=by, at=at) as beside:
        beside |= {"kind": [latest.kind, kind], "kind_from": ["", valid_from], "kind_reason": ["", reason]}
        if latest.valid_from == valid_from:
            latest.kind, latest.reason = kind, reason
        else:
            period = CompoundKindPeriod(compound_id=compound.id, kind=kind, valid_from=valid_from, reason=reason)
            db.session.add(period)
        _outdate(compound, "name")


def _latest_kind(compound: Compound) -> CompoundKindPeriod:
    held = select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == compound.id)
    return db.session.scalars(held.order_by(CompoundKindPeriod.valid_from.desc()).limit(1)).one()


def _outdate(record: Base, column: str) -> None:
    """A change to what belongs to a record is one to the record: forms filled before it are stale (D17)."""
    flag_modified(record, column)


def remove_compound(compound: Compound, *, by: audit.Actor, at: datetime) -> None:
    """Take a compound away that came by mistake; RuleBroken with what points at it, its buildings among that."""
    kinds = select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == compound.id)
    with audit.removing("kernel.compound.removed", compound, by=by, at=at):
        removal.delete(compound.name, compound, db.session.scalars(kinds).all())


def add_building(
    compound: Compound, number: str, *, entrances: int = 0, by: audit.Actor, at: datetime
) -> Building:
    """A building with its entrances 1…n. Raises RuleBroken for a number the compound already has."""
    twin = select(Building.id).where(Building.compound_id == compound.id, Building.number == number)
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{compound.name}已经有 {number} 了", "number")
    building = Building(compound_id=compound.id, number=number, sort_key=_number_in(number))
    audit.created("kernel.building.added", building, by=by, at=at)
    for n in range(1, entrances + 1):
        db.session.add(Entrance(building_id=building.id, number=f"{n}单元", sort_key=n))
    return building


def change_building(building: Building, number: str, *, entrances: int, by: audit.Actor, at: datetime) -> None:
    """Correct a building's number, and how many entrances it has: those at the end are added or taken away.

    Raises RuleBroken for a number its compound already has, and for an entrance to be taken away that is in use.
    """
    twin = select(Building.id).where(
        Building.compound_id == building.compound_id, Building.number == number, Building.id != building.id
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"这个小区已经有 {number} 了", "number")
    held = entrances_of(building)
    with audit.changing("kernel.building.changed", building, by=by, at=at) as beside:
        building.number, building.sort_key = number, _number_in(number)
        for n in range(len(held) + 1, entrances + 1):
            db.session.add(Entrance(building_id=building.id, number=f"{n}单元", sort_key=n))
        for entrance in held[entrances:][::-1]:
            removal.delete(f"{number}{entrance.number}", entrance)
        if len(held) != entrances:
            beside["entrances"] = [len(held), entrances]
            _outdate(building, "number")


def remove_building(building: Building, *, by: audit.Actor, at: datetime) -> None:
    """Take a building away that came by mistake, with its entrances; RuleBroken with what points at them.

    Its compound tells of it, for its own page is gone.
    """
    compound = db.session.get_one(Compound, building.compound_id)
    with audit.removing("kernel.building.removed", building, by=by, at=at):
        removal.delete(f"{compound.name}{building.number}", building, entrances_of(building))
    detail = {"number": [building.number, None]}
    audit.noted("kernel.compound.building_removed", compound, by=by, at=at, detail=detail)


def entrances_of(building: Building) -> list[Entrance]:
    """The entrances of a building in their order."""
    held = select(Entrance).where(Entrance.building_id == building.id).order_by(Entrance.sort_key, Entrance.id)
    return list(db.session.scalars(held))


def _number_in(text: str) -> int:
    digits = re.search(r"[0-9]+", text)
    return int(digits.group()[:9]) if digits else 0


def add_grid(
    *, community: str, kind: GridKind, valid_from: date, by: audit.Actor, at: datetime, hotline: str = ""
) -> Grid:
    """The community's next grid: code12 + the number after the highest ever given (GR-15)."""
    highest = db.session.scalar(
        select(Grid.code15).where(Grid.community == community).order_by(Grid.code15.desc()).limit(1)
    )
    number = int(highest[12:]) + 1 if highest else 1
    grid = Grid(
        code15=f"{community}{number:03d}",
        name=f"{areas().name(community)}第{number}网格",
        community=community,
        kind=kind,
        valid_from=valid_from,
        hotline=hotline,
        notice_posted_on=valid_from,
    )
    audit.created("kernel.grid.drawn", grid, by=by, at=at)
    return grid


def add_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    by: audit.Actor,
    at: datetime,
    valid_from: date,
    area: str | None = None,
) -> Organisation:
    """A new organisation. Raises RuleBroken for a name that its kind already has."""
    twin = select(Organisation.id).where(Organisation.kind == kind, Organisation.name == name)
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"已经有“{name}”了，请直接选它", "name")
    organisation = Organisation(
        kind=kind, name=name, area=area, valid_from=valid_from, search_text=search.search_text(name)
    )
    audit.created("kernel.organisation.added", organisation, by=by, at=at)
    return organisation


def rename_organisation(organisation: Organisation, name: str, *, by: audit.Actor, at: datetime) -> None:
    """Correct the name of an organisation. Raises RuleBroken for a name that its kind already has."""
    if name == organisation.name:
        return
    twin = select(Organisation.id).where(Organisation.kind == organisation.kind, Organisation.name == name)
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"已经有“{name}”了，请核对名称", "name")
    with audit.changing("kernel.organisation.renamed", organisation, by=by, at=at):
        organisation.name, organisation.search_text = name, search.search_text(name)


def serve_compound(
    organisation: Organisation, compound: Compound, *, by: audit.Actor, at: datetime, valid_from: date
) -> CompoundService:
    """Let a company serve a compound from a day on (D20)."""
    service = CompoundService(
        organisation_id=organisation.id, compound_id=compound.id, valid_from=valid_from
    )
    audit.created("kernel.compound_service.begun", service, by=by, at=at)
    return service

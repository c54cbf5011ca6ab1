"""Write and find areas, compounds, buildings, entrances, grids and organisations."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select

from shuangluan.extensions import db
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
NAME_LENGTH, ADDRESS_LENGTH, REASON_LENGTH, NUMBER_LENGTH = 60, 120, 200, 20
MOST_HOUSEHOLDS, MOST_ENTRANCES = 99_999, 99


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


@dataclass(frozen=True)
class KindChange:
    """Another kind of a compound from a day on, and why (RP-5)."""

    kind: CompoundKind
    valid_from: date
    reason: str


def kind_on(compound_id: int, day: date) -> CompoundKind | None:
    """The kind of a compound on `day`; None before it was first recorded."""
    return db.session.scalar(
        select(CompoundKindPeriod.kind)
        .where(CompoundKindPeriod.compound_id == compound_id, CompoundKindPeriod.valid_from <= day)
        .order_by(CompoundKindPeriod.valid_from.desc())
        .limit(1)
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
) -> Compound:
    """A new compound in a community. Raises RuleBroken for a name the community already has (GR-4)."""
    if community not in areas():
        raise RuleBroken("没有这个社区，请从列表里选", "community")
    compound = Compound(
        community=community, name=name, households=households, has_property=has_property, address=address
    )
    _check_compound(compound)
    compound.search_text = _compound_words(compound)
    audit.created("kernel.compound.added", compound, by=by, at=at)
    db.session.add(
        CompoundKindPeriod(compound_id=compound.id, kind=kind, valid_from=valid_from, reason="首次登记")
    )
    return compound


def change_compound(
    compound: Compound,
    *,
    name: str,
    address: str,
    households: int,
    has_property: bool,
    by: audit.Actor,
    at: datetime,
    kind: KindChange | None = None,
) -> None:
    """Other facts of a compound; another kind is a new period of its own and never rewrites the past (RP-5).

    Raises RuleBroken for a name the community already has, and for a change of kind without reason or out of order.
    """
    with audit.changing("kernel.compound.changed", compound, by=by, at=at) as beside:
        compound.name, compound.address = name, address
        compound.households, compound.has_property = households, has_property
        with db.session.no_autoflush:  # what is refused never reaches the database
            _check_compound(compound)
        compound.search_text = _compound_words(compound)
        if kind is not None:
            beside |= _change_kind(compound, kind, today=clock.local_day(at))


def remove_compound(compound: Compound, *, by: audit.Actor, at: datetime) -> None:
    """Take away a compound to which nothing belongs. Raises RuleBroken with what still points at it."""
    periods = select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == compound.id)
    kinds = db.session.scalars(periods.order_by(CompoundKindPeriod.id)).all()
    removal.remove("kernel.compound.removed", compound, name=compound.name, parts=kinds, by=by, at=at)


def _check_compound(compound: Compound) -> None:
    name, community = compound.name, compound.community
    if not 0 < len(name) <= NAME_LENGTH:
        raise RuleBroken(f"小区名要填，最多 {NAME_LENGTH} 个字", "name")
    if len(compound.address) > ADDRESS_LENGTH:
        raise RuleBroken(f"地址最多 {ADDRESS_LENGTH} 个字，现在有 {len(compound.address)} 个", "address")
    if not 0 <= compound.households <= MOST_HOUSEHOLDS:
        raise RuleBroken(f"户数写 0 至 {MOST_HOUSEHOLDS} 的整数", "households")
    twin = select(Compound.id).where(Compound.community == community, Compound.name == name)
    if db.session.scalar(twin.where(Compound.id != (compound.id or 0))) is not None:
        raise RuleBroken(f"{areas().name(community)}已经有“{name}”了", "name")


def _compound_words(compound: Compound) -> str:
    return search.search_text(compound.name, areas().name(compound.community), compound.address)


def _change_kind(compound: Compound, change: KindChange, *, today: date) -> dict[str, list[str]]:
    """What the trail keeps of it; nothing where the kind stays what it is. One begun on that very day is corrected."""
    latest = db.session.scalars(
        select(CompoundKindPeriod)
        .where(CompoundKindPeriod.compound_id == compound.id)
        .order_by(CompoundKindPeriod.valid_from.desc())
        .limit(1)
    ).one()
    if latest.kind == change.kind:
        return {}
    if not 0 < len(change.reason) <= REASON_LENGTH:
        raise RuleBroken(f"改了类型，写明原因，最多 {REASON_LENGTH} 个字", "reason")
    if change.valid_from > today:
        raise RuleBroken("类型从哪天起变，不能晚于今天", "valid_from")
    if change.valid_from < latest.valid_from:
        raise RuleBroken(f"现在的类型从 {latest.valid_from} 起算，新类型不能早于这一天", "valid_from")
    before = latest.kind
    if latest.valid_from == change.valid_from:
        latest.kind, latest.reason = change.kind, change.reason
    else:
        db.session.add(
            CompoundKindPeriod(
                compound_id=compound.id, kind=change.kind, valid_from=change.valid_from, reason=change.reason
            )
        )
    since = change.valid_from.isoformat()
    return {"kind": [before.value, change.kind.value], "kind_from": ["", since], "reason": ["", change.reason]}


def add_building(
    compound: Compound, number: str, *, entrances: int = 0, by: audit.Actor, at: datetime
) -> Building:
    """A building with its entrances 1…n. Raises RuleBroken for a number the compound already has."""
    building = Building(compound_id=compound.id, number=number, sort_key=_number_in(number))
    _check_building(building, compound, entrances)
    audit.created("kernel.building.added", building, by=by, at=at)
    _add_entrances(building, 0, entrances)
    return building


def change_building(
    building: Building, *, number: str, entrances: int, by: audit.Actor, at: datetime
) -> None:
    """Another number, or another count of entrances: added at the end, taken from the end where nothing points there.

    Raises RuleBroken for a number the compound already has, and with what points at an entrance that would go.
    """
    compound = db.session.get_one(Compound, building.compound_id)
    known = entrances_of(building)
    with audit.changing("kernel.building.changed", building, by=by, at=at) as beside:
        with db.session.no_autoflush:  # what is refused never reaches the database
            building.number, building.sort_key = number, _number_in(number)
            _check_building(building, compound, entrances)
        for one in known[entrances:][::-1]:
            removal.delete(f"{number}{one.number}", one)
        _add_entrances(building, len(known), entrances)
        if len(known) != entrances:
            beside["entrances"] = [len(known), entrances]


def remove_building(building: Building, *, by: audit.Actor, at: datetime) -> None:
    """Take away a building with its entrances. Raises RuleBroken with what still points at it or at one of them."""
    compound = db.session.get_one(Compound, building.compound_id)
    removal.remove(
        "kernel.building.removed",
        building,
        name=f"{compound.name}{building.number}",
        parts=entrances_of(building),
        told_on=compound,
        by=by,
        at=at,
    )


def entrances_of(building: Building) -> list[Entrance]:
    """The entrances of a building in counting order."""
    own = select(Entrance).where(Entrance.building_id == building.id)
    return list(db.session.scalars(own.order_by(Entrance.sort_key, Entrance.id)))


def _check_building(building: Building, compound: Compound, entrances: int) -> None:
    if not 0 < len(building.number) <= NUMBER_LENGTH:
        raise RuleBroken(f"楼栋号要填，最多 {NUMBER_LENGTH} 个字，如 3号楼", "number")
    if not 0 <= entrances <= MOST_ENTRANCES:
        raise RuleBroken(f"单元数写 0 至 {MOST_ENTRANCES} 的整数", "entrances")
    twin = select(Building.id).where(Building.compound_id == compound.id, Building.number == building.number)
    if db.session.scalar(twin.where(Building.id != (building.id or 0))) is not None:
        raise RuleBroken(f"{compound.name}已经有 {building.number} 了", "number")


def _add_entrances(building: Building, known: int, wanted: int) -> None:
    for n in range(known + 1, wanted + 1):
        db.session.add(Entrance(building_id=building.id, number=f"{n}单元", sort_key=n))


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


def serve_compound(
    organisation: Organisation, compound: Compound, *, by: audit.Actor, at: datetime, valid_from: date
) -> CompoundService:
    """Let a company serve a compound from a day on (D20)."""
    service = CompoundService(
        organisation_id=organisation.id, compound_id=compound.id, valid_from=valid_from
    )
    audit.created("kernel.compound_service.begun", service, by=by, at=at)
    return service

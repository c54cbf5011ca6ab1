"""小区台账 and 楼栋台账 as registers that take workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import place_imports as stored
from shuangluan.grid.registers.communities import community_field, elsewhere
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.models import Compound, CompoundKind
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import KIND_LABEL, areas
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values

REASON = "按导入的台账改"
LONGEST = (("name", 60), ("address", 120), ("number", 20))
MOST_ENTRANCES = 60


def compound_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a compound."""
    kinds = tuple((kind.value, label) for kind, label in KIND_LABEL.items())
    also = tuple((kind.value, f"{label}小区") for kind, label in KIND_LABEL.items())
    return (
        community_field(),
        Field("name", "小区", required=True, width=24, synonyms=("小区名称", "小区（楼院）", "楼院名称", "名称")),
        Field("kind", "类型", Kind.CHOICE, required=True, options=(*kinds, *also), synonyms=("小区类型", "类别")),
        Field("households", "户数", Kind.WHOLE, required=True, unit="户", synonyms=("总户数", "住户数")),
        Field("has_property", "有无物业", Kind.FLAG, required=True, synonyms=("是否有物业", "物业", "有物业")),
        Field("address", "地址", width=30, synonyms=("位置", "详细地址")),
    )


def building_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a building."""
    return (
        community_field(),
        Field("compound", "小区", required=True, width=24, synonyms=("小区名称", "小区（楼院）", "楼院名称")),
        Field("number", "楼栋", required=True, synonyms=("楼号", "楼栋号", "栋号", "幢号"), example="3号楼"),
        Field("entrances", "单元数", Kind.WHOLE, required=True, unit="个", synonyms=("单元", "单元个数")),
    )


def _too_long(row: Values) -> list[tuple[str, str]]:
    return [(key, f"最多 {most} 个字，请改短") for key, most in LONGEST if len(row.get(key) or "") > most]


def _out_of(row: Values, key: str, label: str, most: int) -> list[tuple[str, str]]:
    value = row.get(key)
    return [(key, f"{label}要在 0 到 {most:,} 之间")] if value is not None and not 0 <= value <= most else []


def look_at_compounds(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """The compounds of the rows as they stand, and what forbids a row."""
    named = [(row["community"], row["name"]) for row in rows if row.get("community") and row.get("name")]
    known = stored.compounds_known(named, clock.local_day(at))
    return [_compound_answer(row, known.get((row.get("community", ""), row.get("name", ""))), viewer) for row in rows]


def _compound_answer(row: Values, found: Any, viewer: Viewer) -> Answer:
    problems = elsewhere(row.get("community"), Perm.COMPOUND_WRITE, viewer)
    problems += _too_long(row) + _out_of(row, "households", "户数", 100_000)
    if found is None:
        return Answer(problems=tuple(problems))
    keys = ("community", "name", "households", "has_property", "address")
    values = {key: getattr(found, key) for key in keys} | {"kind": found.kind.value if found.kind else None}
    return Answer(Standing(found.id, found.row_version, values), tuple(problems))


def look_at_buildings(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """The buildings of the rows as they stand, and what forbids a row."""
    named = [(row["community"], row["compound"]) for row in rows if row.get("community") and row.get("compound")]
    compounds = stored.compounds_known(named, clock.local_day(at))
    known = stored.buildings_known(row.id for row in compounds.values())
    return [_building_answer(row, compounds, known, viewer) for row in rows]


def _building_answer(
    row: Values, compounds: Mapping[tuple[str, str], Any], known: Mapping[tuple[int, str], Any], viewer: Viewer
) -> Answer:
    problems = elsewhere(row.get("community"), Perm.COMPOUND_WRITE, viewer)
    problems += _too_long(row) + _out_of(row, "entrances", "单元数", MOST_ENTRANCES)
    compound = compounds.get((row.get("community", ""), row.get("compound", "")))
    if compound is None and row.get("community") and row.get("compound") and not problems:
        name = areas().name(row["community"])
        problems.append(("compound", f"{name}没有“{row['compound']}”，请先登记这个小区，或照小区台账改名称"))
    found = known.get((compound.id, row.get("number", ""))) if compound is not None else None
    if found is None:
        return Answer(problems=tuple(problems))
    values = {
        "community": row["community"], "compound": row["compound"], "number": found.number,
        "entrances": found.entrances,
    }  # fmt: skip
    return Answer(Standing(found.id, found.row_version, values), tuple(problems))


def _add_compound(row: Values, by: audit.Actor, at: datetime) -> Compound:
    return places.add_compound(
        community=row["community"],
        name=row["name"],
        kind=CompoundKind(row["kind"]),
        households=row["households"],
        has_property=row["has_property"],
        address=row.get("address") or "",
        valid_from=clock.local_day(at),
        is_new=True,
        by=by,
        at=at,
    )


def _change_compound(compound_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    compound = stored.compound_by_id(compound_id)
    keys = ("name", "households", "has_property", "address")
    held = {key: values.get(key, getattr(compound, key)) for key in keys}
    if values.keys() & set(keys):
        places.change_compound(compound, **held, by=by, at=at)
    if values.get("kind"):
        kind = CompoundKind(values["kind"])
        places.change_compound_kind(compound, kind, valid_from=clock.local_day(at), reason=REASON, by=by, at=at)


def _remove_compound(compound_id: int, by: audit.Actor, at: datetime) -> None:
    places.remove_compound(stored.compound_by_id(compound_id), by=by, at=at)


def _add_building(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = stored.compound_named(row["community"], row["compound"])
    return places.add_building(compound, row["number"], entrances=row["entrances"], by=by, at=at).id


def _change_building(building_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    building = stored.building_by_id(building_id)
    entrances = values.get("entrances", len(places.entrances_of(building)))
    places.change_building(building, values.get("number", building.number), entrances=entrances, by=by, at=at)


def _remove_building(building_id: int, by: audit.Actor, at: datetime) -> None:
    places.remove_building(stored.building_by_id(building_id), by=by, at=at)


COMPOUNDS = Register(
    key="compounds",
    name="小区台账",
    noun="小区",
    record_kind="compound",
    endpoint="grid.compound_list",
    permission=Perm.COMPOUND_WRITE,
    natural_keys=(("community", "name"),),
    fields=compound_fields,
    look=look_at_compounds,
    add=_add_compound,
    change=_change_compound,
    remove=_remove_compound,
)
BUILDINGS = Register(
    key="buildings",
    name="楼栋台账",
    noun="楼栋",
    record_kind="building",
    endpoint="grid.building_list",
    permission=Perm.COMPOUND_WRITE,
    natural_keys=(("community", "compound", "number"),),
    fields=building_fields,
    look=look_at_buildings,
    add=_add_building,
    change=_change_building,
    remove=_remove_building,
)

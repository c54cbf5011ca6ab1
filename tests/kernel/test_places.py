"""Compounds and buildings are put right and taken away: dated kinds (RP-5), one name per community (GR-4), removal."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import Base, db
from shuangluan.kernel import audit, clock, places, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind, CompoundKindPeriod, Entrance
from tests import build

FACTS: dict[str, Any] = {"name": "御景园", "address": "", "households": 400, "has_property": True}


def changed(name: str = "御景园", kind: places.KindChange | None = None, **other: Any) -> None:
    facts = FACTS | {"name": name} | other
    compound = build.compound(name)
    build.saved(
        lambda: places.change_compound(compound, **facts, kind=kind, by=build.actor("community_admin"), at=clock.now())
    )


def to_old(valid_from: date, reason: str = "街道认定为老旧小区") -> places.KindChange:
    return places.KindChange(CompoundKind.OLD, valid_from, reason)


def a_compound(name: str = "滨河家园", community: str = build.A) -> Compound:
    return build.saved(  # type: ignore[no-any-return]  # what a deed gives back
        lambda: places.add_compound(
            community=community, name=name, kind=CompoundKind.NEW, households=90, has_property=False,
            by=build.TOWN, at=build.FOUNDED, valid_from=build.FIRST,
        )
    )  # fmt: skip


def a_building(compound: Compound, number: str = "1号楼", entrances: int = 2) -> Building:
    return build.saved(  # type: ignore[no-any-return]  # what a deed gives back
        lambda: places.add_building(compound, number, entrances=entrances, by=build.TOWN, at=build.FOUNDED)
    )


def last(action: str) -> AuditEntry:
    found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(found).one()


def refused(deed: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        build.saved(deed)
    return caught.value


# --- compounds ------------------------------------------------------------------------------------------------------


def test_a_changed_compound_is_found_by_its_new_words_and_the_trail_keeps_both_values(app):
    compound = build.compound("御景园")
    build.saved(
        lambda: places.change_compound(
            compound, name="御景新城", address="翠桥路 1 号", households=520, has_property=False,
            by=build.actor("community_admin"), at=clock.now(),
        )
    )  # fmt: skip
    assert compound.search_text == "御景新城 万和城社区 翠桥路 1 号 yjxc"
    assert last("kernel.compound.changed").changes == {
        "name": ["御景园", "御景新城"],
        "address": ["", "翠桥路 1 号"],
        "households": [400, 520],
        "has_property": [True, False],
    }


def test_a_changed_kind_is_a_new_dated_period_and_the_past_keeps_the_old_one(app):
    """RP-5: the change is dated and has its reason."""
    changed(kind=to_old(date(2026, 11, 1)))
    compound = build.compound("御景园")
    assert places.kind_on(compound.id, date(2026, 10, 31)) is CompoundKind.STANDARD
    assert places.kind_on(compound.id, date(2026, 11, 1)) is CompoundKind.OLD
    assert places.kind_on(compound.id, date(2020, 1, 1)) is None
    told = last("kernel.compound.changed").changes
    assert told == {"kind": ["standard", "old"], "kind_from": ["", "2026-11-01"], "reason": ["", "街道认定为老旧小区"]}


def test_a_kind_corrected_on_the_day_it_began_leaves_one_period(app):
    changed(kind=to_old(build.FIRST, "首次登记写错了"))
    periods = db.session.scalars(
        select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == build.compound("御景园").id)
    ).all()
    assert [(one.kind, one.valid_from, one.reason) for one in periods] == [
        (CompoundKind.OLD, build.FIRST, "首次登记写错了")
    ]


def test_the_same_kind_again_begins_nothing(app):
    changed(kind=places.KindChange(CompoundKind.STANDARD, date(2026, 11, 1), ""))
    assert db.session.scalar(
        select(CompoundKindPeriod.valid_from).where(CompoundKindPeriod.compound_id == build.compound("御景园").id)
    ) == build.FIRST


@pytest.mark.parametrize(
    ("kind", "other", "field", "words"),
    [
        (to_old(date(2026, 11, 1), ""), {}, "reason", "写明原因"),
        (to_old(date(2026, 11, 21)), {}, "valid_from", "不能晚于今天"),
        (to_old(date(2023, 12, 31)), {}, "valid_from", "现在的类型从 2024-01-01 起算"),
        (None, {"households": -1}, "households", "户数写 0 至"),
        (None, {"address": "长" * 121}, "address", "现在有 121 个"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_and_nothing_changes(app, kind, other, field, words):
    broken = refused(lambda: changed(kind=kind, **other))
    assert (broken.field, words in broken.reason) == (field, True)
    db.session.expire_all()
    assert (build.compound("御景园").households, build.compound("御景园").address) == (400, "")


def test_a_name_is_one_per_community_and_free_in_another(app):
    """GR-4: the bare name is never a key."""
    a_compound("锦绣苑")  # the other community has one
    compound = a_compound("滨河家园")
    facts = FACTS | {"name": "御景园"}
    broken = refused(lambda: places.change_compound(compound, **facts, by=build.TOWN, at=clock.now()))
    assert (broken.reason, broken.field) == ("万和城社区已经有“御景园”了", "name")
    assert refused(lambda: a_compound(" ".strip())).field == "name"


def test_a_compound_nobody_points_at_goes_with_its_kinds_and_the_trail_keeps_what_it_was(app):
    compound = a_compound()
    number = compound.id
    build.saved(lambda: places.remove_compound(compound, by=build.actor("community_admin"), at=clock.now()))
    assert db.session.get(Compound, number) is None
    assert places.kind_on(number, date(2026, 11, 20)) is None
    entry = last("kernel.compound.removed")
    assert (entry.record_id, entry.changes["name"]) == (number, ["滨河家园", None])
    assert entry.changes["households"] == [90, None]
    assert audit.verify()[1] is None


def test_a_compound_in_use_stays_and_the_sentence_names_what_points_there(app):
    """GR-5: nothing with history is deleted."""
    build.an_appeal()
    compound = build.compound("御景园")
    broken = refused(lambda: places.remove_compound(compound, by=build.TOWN, at=clock.now()))
    assert broken.reason == (
        "“御景园”不能删除，还有记录连着它：楼栋 4 条、物业服务 1 条、诉求 1 条、任职 1 条。先把这些改掉或删掉"
    )
    assert places.kind_on(compound.id, date(2026, 11, 20)) is CompoundKind.STANDARD
    assert audit.verify()[1] is None


# --- buildings ------------------------------------------------------------------------------------------------------


def test_a_building_gets_another_number_and_more_entrances(app):
    building = a_building(a_compound())
    build.saved(
        lambda: places.change_building(
            building, number="12号楼", entrances=3, by=build.actor("community_admin"), at=clock.now()
        )
    )
    assert (building.number, building.sort_key) == ("12号楼", 12)
    assert [one.number for one in places.entrances_of(building)] == ["1单元", "2单元", "3单元"]
    assert last("kernel.building.changed").changes == {
        "number": ["1号楼", "12号楼"], "sort_key": [1, 12], "entrances": [2, 3],
    }  # fmt: skip


def test_unused_entrances_are_taken_from_the_end_and_used_ones_stay(app):
    free, used = a_building(a_compound()), build.building("御景园", "1号楼")
    second = places.entrances_of(used)[1]
    build.an_appeal(where=build.queries.Place(build.compound("御景园"), used, second))
    at = clock.now()
    build.saved(lambda: places.change_building(free, number="1号楼", entrances=0, by=build.TOWN, at=at))
    assert places.entrances_of(free) == []
    broken = refused(lambda: places.change_building(used, number="1号楼", entrances=1, by=build.TOWN, at=at))
    assert broken.reason == "“1号楼2单元”不能删除，还有记录连着它：诉求 1 条。先把这些改掉或删掉"
    assert len(places.entrances_of(used)) == 2


@pytest.mark.parametrize(
    ("number", "entrances", "field"), [("2号楼", 2, "number"), ("", 2, "number"), ("1号楼", 100, "entrances")]
)
def test_a_building_that_cannot_be_is_refused(app, number: str, entrances: int, field: str):
    building = build.building("御景园", "1号楼")
    facts: dict[str, Any] = {"by": build.TOWN, "at": clock.now()}
    broken = refused(lambda: places.change_building(building, number=number, entrances=entrances, **facts))
    assert broken.field == field


def test_a_building_goes_with_its_entrances_and_its_end_is_read_on_the_compound(app):
    compound = a_compound()
    building = a_building(compound)
    number = building.id
    build.saved(lambda: places.remove_building(building, by=build.actor("community_admin"), at=clock.now()))
    assert db.session.scalars(select(Entrance).where(Entrance.building_id == number)).all() == []
    entry = last("kernel.building.removed")
    assert (entry.record_kind, entry.record_id, entry.changes["id"]) == ("compound", compound.id, [number, None])


def test_a_building_stays_while_something_points_at_it_or_at_an_entrance(app):
    used = build.building("御景园", "1号楼")
    broken = refused(lambda: places.remove_building(used, by=build.TOWN, at=clock.now()))
    assert broken.reason == "“御景园1号楼”不能删除，还有记录连着它：网格划分 1 条。先把这些改掉或删掉"
    assert len(places.entrances_of(used)) == 2


def test_every_table_that_can_keep_a_place_or_a_person_has_a_name_in_chinese(app):
    kept = {"compound", "building", "entrance", "person"}
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    towards = {key.parent.table.name for key in keys if key.column.table.name in kept}
    assert towards - set(removal.NOUNS) == set()

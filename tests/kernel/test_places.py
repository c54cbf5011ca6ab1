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


def changed(name: str = "御景园", **other: Any) -> None:
    compound = build.compound("御景园")
    facts: dict[str, Any] = {"address": "", "households": 400, "has_property": True} | other
    by = build.actor("community_admin")
    build.saved(lambda: places.change_compound(compound, name=name, **facts, by=by, at=clock.now()))


def made_old(valid_from: date, reason: str = "街道认定为老旧小区", kind: CompoundKind = CompoundKind.OLD) -> None:
    compound, by = build.compound("御景园"), build.actor("community_admin")
    build.saved(
        lambda: places.change_compound_kind(compound, kind, valid_from=valid_from, reason=reason, by=by, at=clock.now())
    )


def kinds() -> list[tuple[CompoundKind, date]]:
    own = CompoundKindPeriod.compound_id == build.compound("御景园").id
    held = select(CompoundKindPeriod.kind, CompoundKindPeriod.valid_from).where(own)
    return [(row.kind, row.valid_from) for row in db.session.execute(held.order_by(CompoundKindPeriod.valid_from))]


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
    changed("御景新城", address="翠桥路 1 号", households=520, has_property=False)
    assert build.compound("御景新城").search_text == "御景新城 万和城社区 翠桥路 1 号 yjxc"
    assert last("kernel.compound.changed").changes == {
        "name": ["御景园", "御景新城"],
        "address": ["", "翠桥路 1 号"],
        "households": [400, 520],
        "has_property": [True, False],
    }


def test_a_changed_kind_is_a_new_dated_period_and_the_past_keeps_the_old_one(app):
    """RP-5: the change is dated and has its reason."""
    compound = build.compound("御景园")
    before = compound.row_version
    made_old(date(2026, 11, 1))
    assert kinds() == [(CompoundKind.STANDARD, build.FIRST), (CompoundKind.OLD, date(2026, 11, 1))]
    told = last("kernel.compound.kind_changed")
    assert (told.record_kind, told.record_id) == ("compound", compound.id)
    assert told.changes == {
        "kind": ["standard", "old"], "kind_from": ["", "2026-11-01"], "kind_reason": ["", "街道认定为老旧小区"],
    }  # fmt: skip
    assert compound.row_version == before + 1  # a form that was filled in before is stale (D17)


def test_a_kind_corrected_on_the_day_it_began_leaves_one_period(app):
    made_old(build.FIRST, "首次登记写错了")
    assert kinds() == [(CompoundKind.OLD, build.FIRST)]


def test_the_same_kind_again_begins_nothing_and_asks_for_no_reason(app):
    made_old(date(2026, 11, 1), "", CompoundKind.STANDARD)
    assert kinds() == [(CompoundKind.STANDARD, build.FIRST)]


@pytest.mark.parametrize(
    ("valid_from", "reason", "field", "words"),
    [
        (date(2026, 11, 1), "", "kind_reason", "写明原因"),
        (date(2026, 11, 1), "长" * 201, "kind_reason", "最多 200 个字"),
        (date(2026, 11, 21), "认定", "valid_from", "不能晚于今天"),
        (date(2023, 12, 31), "认定", "valid_from", "现在的类型从 2024-01-01 起算"),
    ],
)
def test_a_kind_without_reason_or_out_of_order_is_refused_with_the_field(app, valid_from, reason, field, words):
    broken = refused(lambda: made_old(valid_from, reason))
    assert (broken.field, words in broken.reason) == (field, True)
    assert kinds() == [(CompoundKind.STANDARD, build.FIRST)]


def test_a_name_is_one_per_community_and_free_in_another(app):
    """GR-4: the bare name is never a key."""
    a_compound("锦绣苑")  # the other community has one
    a_compound("滨河家园")
    broken = refused(lambda: changed("滨河家园"))
    assert (broken.reason, broken.field) == ("万和城社区已经有“滨河家园”了", "name")
    assert refused(lambda: a_compound("御景园")).field == "name"


def test_a_compound_nobody_points_at_goes_with_its_kinds_and_the_trail_keeps_what_it_was(app):
    compound = a_compound()
    number = compound.id
    build.saved(lambda: places.remove_compound(compound, by=build.actor("community_admin"), at=clock.now()))
    assert db.session.get(Compound, number) is None
    assert db.session.scalars(select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == number)).all() == []
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
    assert kinds() == [(CompoundKind.STANDARD, build.FIRST)]
    assert audit.verify()[1] is None


# --- buildings ------------------------------------------------------------------------------------------------------


def test_a_building_gets_another_number_and_more_entrances(app):
    building = a_building(a_compound())
    build.saved(
        lambda: places.change_building(
            building, "12号楼", entrances=3, by=build.actor("community_admin"), at=clock.now()
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
    build.saved(lambda: places.change_building(free, "1号楼", entrances=0, by=build.TOWN, at=at))
    assert places.entrances_of(free) == []
    broken = refused(lambda: places.change_building(used, "1号楼", entrances=1, by=build.TOWN, at=at))
    assert broken.reason == "“1号楼2单元”不能删除，还有记录连着它：诉求 1 条。先把这些改掉或删掉"
    assert len(places.entrances_of(used)) == 2


def test_a_count_of_entrances_alone_makes_a_form_that_was_filled_before_stale(app):
    building = build.building("御景园", "1号楼")
    before = building.row_version
    build.saved(lambda: places.change_building(building, "1号楼", entrances=3, by=build.TOWN, at=clock.now()))
    assert building.row_version == before + 1
    assert last("kernel.building.changed").changes == {"entrances": [2, 3]}


def test_a_number_is_one_per_compound(app):
    building = build.building("御景园", "1号楼")
    broken = refused(lambda: places.change_building(building, "2号楼", entrances=2, by=build.TOWN, at=clock.now()))
    assert broken.field == "number"


def test_a_building_goes_with_its_entrances_and_its_end_is_read_on_the_compound(app):
    compound = a_compound()
    building = a_building(compound)
    number = building.id
    build.saved(lambda: places.remove_building(building, by=build.actor("community_admin"), at=clock.now()))
    assert db.session.scalars(select(Entrance).where(Entrance.building_id == number)).all() == []
    entry = last("kernel.building.removed")
    assert (entry.record_kind, entry.record_id, entry.changes["number"]) == ("building", number, ["1号楼", None])
    told = last("kernel.compound.building_removed")
    assert (told.record_id, told.changes) == (compound.id, {"number": ["1号楼", None]})


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

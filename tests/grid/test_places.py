"""The place of an appeal: what words mean, whose places they are, which grid it was on that day (GR-11 1, GR-47)."""

from datetime import date

import pytest

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import GridCoverage
from shuangluan.grid.queries import spots
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Building, Compound, CompoundService, Grid, GridKind
from tests import build

TODAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)


def labels(username: str, words: str) -> list[str]:
    rows, _ = queries.spot_choices(build.viewer(username), TODAY, words)
    return [row.label for row in rows]


def meant(username: str, words: str) -> queries.Spot:
    return queries.spot(build.viewer(username), TODAY, words)


def many_buildings(count: int) -> Compound:
    """A new compound of the town with so many buildings."""
    made: Compound = build.saved(
        lambda: places.add_compound(
            community=build.A, name="滨河家园", kind=build.CompoundKind.NEW, households=900, has_property=False,
            by=build.TOWN, at=build.FOUNDED, valid_from=build.FIRST,
        )
    )  # fmt: skip
    for n in range(1, count + 1):
        build.saved(lambda n=n: places.add_building(made, f"{n}号楼", by=build.TOWN, at=build.FOUNDED))
    return made


@pytest.mark.parametrize(
    "words", ["御景园 3号楼", "御景园3号楼", "yjy 3", "YJY3号楼", "御景园　３号楼", "万和城 御景园 3"]
)
def test_a_building_is_found_by_its_compound_and_number_or_by_initials(app, words: str):
    spot = meant("community_admin", words)
    assert (spot.label, spot.key) == ("御景园 3号楼", f"b{build.building('御景园', '3号楼').id}")
    assert spot.community == build.A


def test_the_name_of_a_compound_means_the_compound_not_one_of_its_buildings(app):
    assert labels("community_admin", "yjy") == ["御景园", *(f"御景园 {n}号楼" for n in range(1, 5))]
    assert meant("community_admin", "御景园").building_id is None
    assert meant("community_admin", "御景园").compound_id == build.compound("御景园").id


def test_the_exact_number_stands_before_those_that_contain_it(app):
    many_buildings(12)
    assert labels("community_admin", "滨河 2")[:2] == ["滨河家园 2号楼", "滨河家园 12号楼"]


def test_who_has_several_communities_sees_which_one_and_is_asked_when_words_fit_both(app):
    assert labels("district_org", "1号楼") == ["御景园 1号楼（万和城）", "锦绣苑 1号楼（御祥园）"]
    with pytest.raises(RuleBroken, match="对得上 2 处：御景园 1号楼（万和城）、锦绣苑 1号楼（御祥园）"):
        meant("district_org", "1号楼")
    assert meant("district_org", "锦绣苑 1号楼").community == build.B
    assert meant("district_org", "锦绣苑 1号楼（御祥园）").community == build.B


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("community_admin", True), ("community_staff", True), ("grid_leader", True), ("grid_worker", True),
        ("street_staff", True), ("street_leader", True), ("district_org", True), ("property_liaison", True),
        ("community_admin_2", False), ("grid_worker_2", False), ("street_staff_2", False),
        ("department", False), ("auditor", False), ("member", False), ("system_admin", False),
    ],
)  # fmt: skip
def test_only_places_of_the_own_scope_are_offered(app, username: str, seen: bool):
    assert any("御景园" in label for label in labels(username, "御景园")) is seen
    key = f"b{build.building('御景园', '1号楼').id}"
    if seen:
        assert meant(username, key).key == key
    else:
        with pytest.raises(RuleBroken, match="没有这个地点，或不在你的范围内"):
            meant(username, key)


@pytest.mark.parametrize(
    "key", ["b999999", "c999999", "a130803003999", "a130803001008", "a130803", "b999999999999999999"]
)
def test_a_foreign_place_and_an_unknown_one_get_the_same_answer(app, key: str):
    with pytest.raises(RuleBroken) as refused:
        meant("community_admin", key)
    assert (refused.value.reason, refused.value.field) == (spots.NOT_YOURS, "place")


@pytest.mark.parametrize(("words", "said"), [("", "填地点"), ("火星", "没有找到“火星”"), ("100%_", "没有找到")])
def test_words_that_mean_nothing_are_refused_with_what_to_type(app, words: str, said: str):
    with pytest.raises(RuleBroken, match=said):
        meant("community_admin", words)


def test_a_company_registers_only_while_it_serves_the_compound(app):
    assert labels("property_liaison", "御景园")[0] == "御景园（万和城）"
    assert labels("property_liaison", "万和城社区") == ["御景园（万和城）"] + [
        f"御景园 {n}号楼（万和城）" for n in range(1, 5)
    ]  # never the community itself
    with audit.transaction():
        service = db.session.query(CompoundService).one()
        with audit.changing("kernel.compound_service.begun", service, by=build.TOWN, at=clock.now()):
            service.valid_to = TODAY
    assert labels("property_liaison", "御景园") == []


def test_what_lies_in_no_compound_is_registered_for_its_community(app):
    assert "万和城社区 小区以外" in labels("community_staff", "万和城")
    spot = meant("community_staff", "万和城社区小区以外")
    assert (spot.key, spot.place, spot.community) == (f"a{build.A}", None, build.A)
    assert meant("street_staff", f"a{build.A}").community == build.A


def test_at_most_twenty_rows_are_offered_and_the_rest_is_announced(app):
    many_buildings(30)
    rows, more = queries.spot_choices(build.viewer("community_admin"), TODAY, "滨河")
    assert (len(rows), more) == (20, True)
    few, more = queries.spot_choices(build.viewer("community_admin"), TODAY, "滨河 30号楼")
    assert ([row.label for row in few], more) == (["滨河家园 30号楼"], False)


def test_a_type_ahead_costs_two_statements_however_many_places_there_are(app, counting):
    viewer = build.viewer("community_admin")
    queries.spot_choices(viewer, TODAY, "万和城")
    with counting() as few:
        queries.spot_choices(viewer, TODAY, "家园 1")
    many_buildings(30)
    with counting() as many:
        queries.spot_choices(viewer, TODAY, "家园 1")
    assert len(few) == len(many) == 2


def test_the_phone_lists_ones_own_buildings_first(app):
    groups = dict(queries.phone_choices(build.viewer("grid_worker"), TODAY))
    assert [one.label for one in groups["我的楼栋"]] == ["御景园 1号楼", "御景园 2号楼"]
    assert [one.label for one in groups["公共地方"]] == ["御景园 公共地方"]
    assert [one.label for one in groups["其他楼栋"]] == ["御景园 3号楼", "御景园 4号楼"]
    other = dict(queries.phone_choices(build.viewer("grid_worker_3"), TODAY))
    assert [one.label for one in other["我的楼栋"]] == ["御景园 3号楼", "御景园 4号楼"]
    leader = dict(queries.phone_choices(build.viewer("grid_leader"), TODAY))
    assert len(leader["我的楼栋"]) == 4


def test_an_appointment_that_has_ended_makes_no_building_ones_own(app):
    with audit.transaction():
        made = services.appoint_to_grid(
            build.person("community_staff"), db.session.query(Grid).first(), rules.AppointmentRole.MEMBER,
            valid_from=build.FIRST, basis="演示", by=build.TOWN, at=clock.now(),
        )  # fmt: skip
    assert "我的楼栋" in dict(queries.phone_choices(build.viewer("community_staff"), TODAY))
    with audit.transaction(), audit.changing(rules.APPOINTED, made, by=build.TOWN, at=clock.now()):
        made.valid_to = TODAY
    assert "我的楼栋" not in dict(queries.phone_choices(build.viewer("community_staff"), TODAY))


def test_a_list_too_long_to_choose_from_is_typed_instead(app, monkeypatch):
    monkeypatch.setattr(spots, "IN_A_LIST", 3)
    assert queries.phone_choices(build.viewer("community_staff"), TODAY) is None
    own = dict(queries.phone_choices(build.viewer("grid_worker"), TODAY))
    assert len(own["我的楼栋"]) == 2  # one's own buildings are always offered


def coverage(building: Building) -> GridCoverage:
    return db.session.query(GridCoverage).filter_by(building_id=building.id).one()


def end(row: GridCoverage, day: date) -> None:
    with audit.transaction(), audit.changing(rules.COVERED, row, by=build.TOWN, at=clock.now()):
        row.valid_to = day


def grids_of(community: str) -> list[Grid]:
    return db.session.query(Grid).filter_by(community=community, kind=GridKind.INTEGRATED).order_by(Grid.code15).all()


def test_a_building_that_moved_to_another_grid_keeps_its_earlier_days(app):
    """GR-47."""
    building, second = build.building("御景园", "1号楼"), grids_of(build.A)[1]
    end(coverage(building), OCTOBER)
    build.saved(lambda: services.cover(second, building, valid_from=OCTOBER, by=build.TOWN, at=clock.now()))
    names = [queries.grid_at(build.place(), day).name for day in (date(2026, 9, 30), OCTOBER)]
    assert names == ["万和城社区第1网格", "万和城社区第2网格"]


def test_a_building_in_no_grid_or_in_two_is_not_located(app):
    building, second = build.building("御景园", "1号楼"), grids_of(build.A)[1]
    twice = GridCoverage(grid_id=second.id, building_id=building.id, valid_from=OCTOBER)  # as no service would
    with audit.transaction():
        audit.created(rules.COVERED, twice, by=build.TOWN, at=clock.now())
    assert queries.grid_at(build.place(), date(2026, 9, 30)) is not None
    assert queries.grid_at(build.place(), TODAY) is None
    for row in db.session.query(GridCoverage).filter_by(building_id=building.id):
        end(row, TODAY)
    assert queries.grid_at(build.place(), TODAY) is None


def test_a_special_grid_counts_in_no_partition(app):
    special = build.saved(
        lambda: places.add_grid(
            community=build.A, kind=GridKind.SPECIAL, valid_from=build.FIRST, by=build.TOWN, at=clock.now()
        )
    )
    building = build.building("御景园", "1号楼")
    build.saved(lambda: services.cover(special, building, valid_from=build.FIRST, by=build.TOWN, at=clock.now()))
    assert queries.grid_at(build.place(), TODAY).kind is GridKind.INTEGRATED


def test_a_compound_without_a_building_is_located_only_when_one_grid_holds_it_all(app):
    assert queries.grid_at(build.place("锦绣苑", None), TODAY).name == "御祥园社区第1网格"
    assert queries.grid_at(build.place("御景园", None), TODAY) is None
    assert queries.grid_at(None, TODAY) is None

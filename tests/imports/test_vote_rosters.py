"""表决名册 takes the owners' lists that compounds keep, into a draft alone (RP-22, RP-64)."""

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.kernel import clock, sheets
from shuangluan.kernel.models import Verdict
from shuangluan.red_property.models import OwnersVote, RosterUnit
from shuangluan.red_property.queries.rosters import roster_of
from shuangluan.red_property.queries.votes import drafts
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.red_property import ballot_box as box

HEAD = ("序号", "房号", "房屋类型", "状态", "产权人", "建筑面积（㎡）", "合同面积", "独立产权证")
ROWS = (
    (1, "1号楼101", "住宅", "已交付", "演示甲、演示乙", 98.5, "", ""),
    (2, "1号楼102", "住房", "已入住", "演示丙", "", "100.00", ""),
    (3, "1号楼103", "住宅", "未售", "", 90, "", ""),
    (4, "车位12", "车位", "已交付", "演示丙", 12.35, "", "有"),
)


def brought(carrier: Carrier, *rows: tuple, head: tuple = HEAD):
    one = carrier.brings("vote_rosters", workbook(head, *rows))
    fields = sheets.registers.REGISTERS["vote_rosters"].fields(build.viewer(carrier.username), clock.today())
    if one.state.value == "matching":
        carrier.deed(services.match_columns, one, one.match, fields)
    return carrier.seen(one.id)


def the_vote() -> OwnersVote:
    return db.session.scalars(select(OwnersVote).order_by(OwnersVote.id.desc())).first()  # type: ignore[return-value]


def test_a_roster_comes_in_as_property_offices_keep_it(carrier: Carrier):
    box.a_draft([])
    one = brought(carrier, *ROWS)
    assert [verdict for _, verdict, _, _ in rows_of(one)] == [Verdict.NEW] * 4
    carrier.deed(services.confirm, one)
    roster = roster_of(the_vote())
    assert roster.electorate.persons_total == 3  # 甲 with 乙, 丙 with two, the developer
    assert roster.electorate.area_total_x100 == 9850 + 10000 + 9000 + 1235


def test_what_a_roster_lacks_is_told_row_by_row(carrier: Carrier):
    box.a_draft([])
    one = brought(
        carrier,
        (1, "101", "住宅", "已交付", "", 98.5, "", ""),
        (2, "102", "住宅", "已交付", "演示甲", "", "", ""),
        (3, "103", "住宅", "已交付", "演示甲、演示甲", 90, "", ""),
    )
    assert [problems for _, _, _, problems in rows_of(one)] == [
        [("owners", "已交付的房屋要写业主")],
        [("registered", "登记、实测、合同面积至少写一种")],
        [("tails", "同一套房有两位同名业主，用证件后四位区分")],
    ]


def test_a_second_file_changes_what_differs_and_is_taken_back(carrier: Carrier):
    box.a_draft([])
    carrier.deed(services.confirm, brought(carrier, *ROWS))
    again = brought(carrier, (1, "1号楼101", "住宅", "已交付", "演示甲", 98.5, "", ""), ROWS[1])
    assert [verdict for _, verdict, _, _ in rows_of(again)] == [Verdict.CHANGED, Verdict.SAME]
    carrier.deed(services.confirm, again)
    assert roster_of(the_vote()).rows[0].names == "演示甲"
    carrier.deed(services.withdraw_import, carrier.seen(again.id))
    assert roster_of(the_vote()).rows[0].names == "演示甲、演示乙"


def test_with_two_drafts_the_row_names_its_vote(carrier: Carrier):
    box.a_draft([])
    box.a_draft([], title="第二次表决")
    one = brought(carrier, ROWS[0])
    assert rows_of(one)[0][3] == [("vote", "有几次表决的名册可以导入，写明“表决”这一列")]
    named = brought(carrier, ("第二次表决", *ROWS[0]), head=("表决", *HEAD))
    assert rows_of(named)[0][1] is Verdict.NEW


def test_a_draft_of_another_community_is_none_of_the_carriers(app: object, carrier: Carrier):
    box.a_draft([])
    assert [one.title for one in drafts(build.viewer("community_admin_2"))] == []
    other = Carrier(carrier.folder, "community_admin_2")
    assert rows_of(brought(other, ROWS[0]))[0][1] is Verdict.WRONG


def test_once_publicised_nothing_comes_in_or_is_taken_back(carrier: Carrier):
    box.a_draft([])
    one = brought(carrier, *ROWS)
    carrier.deed(services.confirm, one)
    box.publicise(the_vote())
    again = brought(carrier, ROWS[0])
    assert rows_of(again)[0][1] is Verdict.WRONG
    carrier.deed(services.withdraw_import, carrier.seen(one.id))
    assert "先撤回公示" in carrier.seen(one.id).problem
    assert len(db.session.scalars(select(RosterUnit)).all()) == 4

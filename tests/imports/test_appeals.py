"""诉求台账 takes the sheets of the hotline: new ones are registered, known ones are recognised, mistakes are told."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import inspect, select

from shuangluan.extensions import db
from shuangluan.grid import services as grid
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Matter, SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.registers import REGISTERS
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook

HEAD = (
    "来源", "工单编号", "反映内容", "问题类别", "所属社区", "小区", "楼号", "来电时间", "来电人",
    "联系电话", "是否回复",
)  # fmt: skip
LAMP = (
    "12345热线", "RX001", "单元门口的路灯不亮", "邻里纠纷", "万和城", "御景园", "1号楼", "2026.11.19 8:30", "张　三",
    "１３８００００００１２", "√",
)  # fmt: skip
DOOR = ("12345热线", "RX002", "单元门关不上", "邻里纠纷", "万和城社区", "", "", "", "", "", "")


def sheet(*rows: tuple[str, ...]) -> bytes:
    """A sheet as the hotline sends it."""
    return workbook(("11月份热线转办登记表",), HEAD, *rows, ("合计", len(rows)))


def written(carrier: Carrier, *rows: tuple[str, ...]) -> SheetImport:
    """The import of a sheet, gone ahead with."""
    one = carrier.brings("appeals", sheet(*rows))
    carrier.deed(services.confirm, one)
    return carrier.seen(one.id)


def appeals() -> list[Appeal]:
    """All of them, in the order in which they came."""
    return list(db.session.scalars(select(Appeal).order_by(Appeal.id)))


def test_new_ones_are_registered_as_they_were_typed(carrier: Carrier):
    one = written(carrier, LAMP, DOOR)
    assert (one.state, one.counts["new"]) == (S.DONE, 2)
    lamp, door = appeals()
    assert (lamp.source, lamp.source_no, lamp.community) == ("hotline", "RX001", build.A)
    assert lamp.compound_id == build.compound("御景园").id
    assert lamp.address_text == "御景园1号楼"
    assert clock.wall(lamp.discovered_at) == datetime(2026, 11, 19, 8, 30)
    assert (door.title, door.compound_id) == ("单元门关不上", None)
    reporter = db.session.scalars(select(AppealReporter).where(AppealReporter.appeal_id == lamp.id)).one()
    assert (reporter.name, reporter.phone, reporter.wants_reply) == ("张三", "13800000012", True)


def test_an_import_is_one_entry_and_those_of_its_rows_carry_its_number(carrier: Carrier):
    one = written(carrier, LAMP, DOOR)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.import_id == one.id).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == [*["grid.appeal.registered"] * 2, "kernel.import.written"]
    assert [(entry.changes["row"], entry.changes["source_no"]) for entry in entries[:2]] == [
        (3, [None, "RX001"]), (4, [None, "RX002"]),
    ]  # fmt: skip
    assert [(entry.record_id, entry.matter_id) for entry in entries[:2]] == [(a.id, a.matter_id) for a in appeals()]
    told = dict(entries[2].changes)
    assert told.pop("sealed")["count"] == 2
    assert told == {"register": "诉求台账", "file": "台账.xlsx", "rows": 2}
    assert audit.verify()[1] is None


def columns_of(appeal: Appeal) -> dict[str, Any]:
    """All that is stored of an appeal and of its face but what tells it from another."""
    own = {"id", "no", "sequence", "matter_id", "source_no", "search_text"}
    stored = {c.key: getattr(appeal, c.key) for c in inspect(Appeal).column_attrs if c.key not in own}
    shown = (c.key for c in inspect(Matter).column_attrs if c.key not in ("id", "record_id"))
    face = {key: getattr(appeal.matter, key) for key in shown}
    assert appeal.matter.record_id == appeal.id
    return stored | {"face": face, "found": appeal.search_text.replace(appeal.no[-3:], "")}


def test_what_comes_at_once_is_stored_as_one_by_one(carrier: Carrier):
    written(carrier, LAMP)
    fields = REGISTERS["appeals"].fields(build.viewer(carrier.username), clock.today())
    values = verdicts.values_of(verdicts.content(db.session.scalars(select(SheetRow)).one().content).values, fields)
    again = {**values, "source_no": "RX009"}
    build.saved(lambda: REGISTERS["appeals"].add(again, build.actor(carrier.username), clock.now()))
    at_once, alone = appeals()
    assert columns_of(at_once) == columns_of(alone)
    assert (at_once.no, alone.no) == ("SL-20261120-001", "SL-20261120-002")
    reporters = db.session.scalars(select(AppealReporter).order_by(AppealReporter.id)).all()
    kept = [
        {c.key: getattr(one, c.key) for c in inspect(AppealReporter).column_attrs if c.key not in ("id", "appeal_id")}
        for one in reporters
    ]
    assert kept[0] == kept[1]


def test_the_same_file_twice_changes_nothing(carrier: Carrier):
    written(carrier, LAMP, DOOR)
    again = carrier.brings("appeals", sheet(LAMP, DOOR))
    assert [verdict for _, verdict, _, _ in rows_of(again)] == [Verdict.SAME, Verdict.SAME]
    with pytest.raises(RuleBroken, match="没有要写入的行"):
        carrier.deed(services.confirm, again)


def test_what_stands_is_not_changed_by_a_sheet(carrier: Carrier):
    written(carrier, LAMP)
    again = carrier.brings("appeals", sheet((*LAMP[:2], "换了内容", *LAMP[3:])))
    [(_, verdict, _, problems)] = rows_of(again)
    assert verdict is Verdict.WRONG
    assert problems[0][0] == "description"
    assert "打开这件诉求办理" in problems[0][1]


def test_a_row_of_elsewhere_is_refused_alone(carrier: Carrier):
    elsewhere = (*DOOR[:1], "RX003", *DOOR[2:4], "御祥园", *DOOR[5:])
    one = carrier.brings("appeals", sheet(DOOR, elsewhere))
    assert [(verdict, [key for key, _ in problems]) for _, verdict, _, problems in rows_of(one)] == [
        (Verdict.NEW, []), (Verdict.WRONG, ["community"]),
    ]  # fmt: skip


def test_one_that_others_registered_is_not_registered_twice(carrier: Carrier):
    written(carrier, DOOR)
    other = Carrier(carrier.folder, "community_admin_2").brings("appeals", sheet((*DOOR[:4], "御祥园", *DOOR[5:])))
    [(_, verdict, _, [(key, reason)])] = rows_of(other)
    assert (verdict, key) == (Verdict.WRONG, "source_no")
    assert "已经登记过" in reason


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (3, "没有的类别", "category"), (4, "没有的社区", "community"), (5, "没有的小区", "compound"),
        (6, "99号楼", "building"), (7, "2026-11-21 09:00", "discovered_at"), (1, "", "source_no"),
        (2, "", "description"), (9, "138123", "reporter_phone"), (2, "长" * 1001, "description"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(carrier: Carrier, place: int, value: str, field: str):
    given = (*LAMP[:place], value, *LAMP[place + 1 :]) if place != 9 else (*LAMP[:9], value, LAMP[10])
    [(_, verdict, _, problems)] = rows_of(carrier.brings("appeals", sheet(given)))
    assert verdict is Verdict.WRONG
    assert field in [key for key, _ in problems]


def test_masked_names_and_numbers_are_not_taken_for_values(carrier: Carrier):
    written(carrier, (*LAMP[:8], "张**", "138****0012", "是"))
    reporter = db.session.scalars(select(AppealReporter)).one()
    assert (reporter.name, reporter.phone) == (None, None)


def exported(site, reason: str):
    """The workbook with personal data in clear."""
    site.sign_in("community_admin")
    return site.submit(site.get("/grid/appeals/full-export?view=all"), "#form", reason=reason)


def test_what_is_exported_in_clear_changes_nothing_when_it_comes_back(site, carrier: Carrier):
    written(carrier, LAMP, DOOR)
    build.an_appeal("=1+1 是标题", description="没有来源单号的一件")
    answer = exported(site, "核对热线台账")
    assert answer.status_code == 200
    one = carrier.brings("appeals", answer.data)
    assert one.counts == {"new": 0, "changed": 0, "same": 3, "wrong": 0}, rows_of(one)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "grid.appeals.exported_in_full")
    ).one()
    assert (entry.changes["rows"], entry.changes["reason"]) == (3, "核对热线台账")


def test_what_is_exported_masked_takes_no_mask_for_a_name(site, carrier: Carrier):
    written(carrier, LAMP)
    site.sign_in("community_admin")
    columns = "&".join(f"col={key}" for key in ("no", "source", "source_no", "community", "reporter"))
    answer = site.post(f"/grid/appeals/export?view=all&{columns}")
    one = carrier.brings("appeals", answer.data)
    fields = REGISTERS["appeals"].fields(build.viewer(carrier.username), clock.today())
    carrier.deed(services.match_columns, one, one.match, fields)
    one = carrier.seen(one.id)
    assert "reporter_name" in one.match.values()
    assert one.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}, rows_of(one)


@pytest.mark.parametrize("reason", ["", "用", "长" * 201])
def test_personal_data_go_out_only_for_a_reason(site, reason: str):
    build.an_appeal()
    answer = exported(site, reason)
    assert answer.status_code == 422
    assert answer.words("#reason-error")


def test_only_some_may_take_personal_data_out(site):
    for role in ("community_staff", "grid_leader", "department", "property_liaison", "auditor"):
        site.sign_in(role)
        assert site.get("/grid/appeals/full-export").status_code == 403


def test_taking_back_leaves_only_the_trail(carrier: Carrier):
    one = written(carrier, LAMP, DOOR)
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).state is S.WITHDRAWN
    assert appeals() == []
    assert db.session.scalars(select(AppealReporter)).all() == []
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.import_id == one.id)).all()
    assert actions.count("grid.appeal.registered") == actions.count("grid.appeal.removed") == 2


def test_what_somebody_worked_on_is_not_taken_back(carrier: Carrier):
    one = written(carrier, LAMP, DOOR)
    build.saved(lambda: grid.accept_appeal(appeals()[0], by=build.actor("community_admin"), at=clock.now()))
    carrier.deed(services.withdraw_import, one)
    one = carrier.seen(one.id)
    assert one.state is S.DONE
    assert one.problem == "有 1 行写入以后又有人改过（第 3 行），不能整批撤回；请在台账里逐条改"
    assert len(appeals()) == 2


def test_what_came_meanwhile_stops_the_whole(carrier: Carrier):
    first = carrier.brings("appeals", sheet(LAMP, DOOR))
    written(carrier, DOOR)
    carrier.deed(services.confirm, first)
    first = carrier.seen(first.id)
    assert first.state is S.READY
    assert first.problem == "第 4 行：核对以后有人改过这条记录；什么都没有写入，请重新核对"
    assert len(appeals()) == 1

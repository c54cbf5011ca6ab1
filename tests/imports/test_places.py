"""小区台账 and 楼栋台账 take the sheets that communities keep, cell by cell, and give them back."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.queries import compound_register as stored
from shuangluan.grid.tables import BUILDINGS, COMPOUNDS, BuildingLine, CompoundLine
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel import audit, clock, places, sheets
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind, Verdict
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook

HEAD = ("序号", "社区", "小区名称", "类别", "总户数", "是否有物业", "备注")
NEW = (1, "万和城", "滦河花园", "老旧小区", "1,200户", "√", "")


def written(carrier: Carrier, register: str, *rows: tuple[Any, ...]) -> Any:
    """The import of a sheet, gone ahead with."""
    one = carrier.brings(register, workbook(("小区一览表",), *rows))
    if one.state is S.MATCHING:
        fields = sheets.registers.REGISTERS[register].fields(build.viewer(carrier.username), clock.today())
        carrier.deed(services.match_columns, one, one.match, fields)
    carrier.deed(services.confirm, carrier.seen(one.id))
    return carrier.seen(one.id)


def test_a_compound_comes_in_as_offices_write_it(carrier: Carrier):
    one = written(carrier, "compounds", HEAD, NEW)
    assert one.state is S.DONE, one.problem
    made = db.session.scalars(select(Compound).where(Compound.name == "滦河花园")).one()
    assert (made.community, made.households, made.has_property) == (build.A, 1200, True)
    assert stored.kinds_of(made.id)[0].kind is CompoundKind.OLD


def test_many_are_stored_together_and_each_has_its_entry(carrier: Carrier, counting: Any):
    sent = []
    for mark, rows in (("甲", 2), ("乙", 40)):
        sheet = [(n, "万和城", f"滦河{mark}{n}号院", "老旧", "100", "是", "") for n in range(rows)]
        with counting() as statements:
            one = written(carrier, "compounds", HEAD, *sheet)
        assert one.state is S.DONE, one.problem
        sent.append(sum(each.startswith("SELECT") for each in statements))
    assert sent[1] <= sent[0]  # nothing is asked row by row; for the first file the columns were matched as well
    added = select(AuditEntry.record_id).where(AuditEntry.action == "kernel.compound.added")
    ids = select(Compound.id).where(Compound.name.startswith("滦河"))
    assert db.session.scalars(added.where(AuditEntry.import_id == one.id)).all() == db.session.scalars(
        ids.where(Compound.name.contains("乙")).order_by(Compound.id)
    ).all()
    assert audit.verify()[1] is None


def test_what_differs_is_shown_cell_by_cell_changed_and_taken_back(carrier: Carrier):
    sheet = (HEAD, (1, "万和城社区", "御景园", "回迁", 402, "否", ""))
    one = written(carrier, "compounds", *sheet)
    [(_, verdict, old, _)] = rows_of(one)
    assert verdict is Verdict.CHANGED
    assert old == {"kind": "standard", "households": 400, "has_property": True}
    compound = build.compound("御景园")
    assert (compound.households, compound.has_property) == (402, False)
    carrier.deed(services.withdraw_import, one)
    compound = build.compound("御景园")
    assert (compound.households, compound.has_property) == (400, True)
    assert stored.kinds_of(compound.id)[0].kind is CompoundKind.STANDARD


def test_a_blank_cell_leaves_what_stands(carrier: Carrier):
    head = ("社区", "小区", "类型", "户数", "有无物业", "地址")
    written(carrier, "compounds", head, ("万和城", "御景园", "标准", 400, "有", "滦河路 1 号"))
    one = written(carrier, "compounds", head, ("万和城", "御景园", "标准", 410, "有", ""))
    assert one.counts["changed"] == 1
    assert (build.compound("御景园").address, build.compound("御景园").households) == ("滦河路 1 号", 410)


def test_a_compound_that_is_used_is_not_taken_back(carrier: Carrier):
    one = written(carrier, "compounds", HEAD, NEW)
    made = db.session.scalars(select(Compound).where(Compound.name == "滦河花园")).one()
    build.saved(
        lambda: places.serve_compound(
            build.organisation("御景物业公司"), made, by=build.TOWN, at=clock.now(), valid_from=clock.today()
        )
    )
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).problem == (
        "第 3 行撤不回：“滦河花园”不能删除，还有记录连着它：物业服务 1 条。先把这些改掉或删掉"
    )
    assert build.compound("滦河花园") is not None


def test_a_compound_in_which_buildings_were_registered_since_is_not_taken_back_with_them(carrier: Carrier):
    one = written(carrier, "compounds", HEAD, NEW)
    made = db.session.scalars(select(Compound).where(Compound.name == "滦河花园")).one()
    build.saved(lambda: places.add_building(made, "1号楼", entrances=2, by=build.TOWN, at=clock.now()))
    carrier.deed(services.withdraw_import, one)
    assert "楼栋 1 条" in carrier.seen(one.id).problem
    assert db.session.scalars(select(Building.number).where(Building.compound_id == made.id)).all() == ["1号楼"]


def test_a_kind_that_somebody_changed_since_is_not_taken_back(carrier: Carrier):
    one = written(carrier, "compounds", HEAD, (1, "万和城社区", "御景园", "回迁", 402, "否", ""))
    build.saved(
        lambda: places.change_compound_kind(
            build.compound("御景园"), CompoundKind.OLD, valid_from=clock.today(), reason="认定", by=build.TOWN,
            at=clock.now(),
        )
    )  # fmt: skip
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).state is S.DONE
    assert stored.kinds_of(build.compound("御景园").id)[0].kind is CompoundKind.OLD


def test_buildings_come_with_their_entrances_and_go_again(carrier: Carrier):
    head = ("社区", "小区", "楼号", "单元数")
    one = written(
        carrier, "buildings", head, ("万和城", "御景园", "9号楼", 3), ("万和城", "御景园", "1号楼", 4),
        ("万和城", "没有的", "1号楼", 4),
    )  # fmt: skip
    assert one.counts == {"new": 1, "changed": 1, "same": 0, "wrong": 1}
    nine = db.session.scalars(select(Building).where(Building.number == "9号楼")).one()
    assert [entrance.number for entrance in places.entrances_of(nine)] == ["1单元", "2单元", "3单元"]
    assert len(places.entrances_of(build.building("御景园", "1号楼"))) == 4
    carrier.deed(services.withdraw_import, one)
    assert len(places.entrances_of(build.building("御景园", "1号楼"))) == 2
    assert db.session.scalars(select(Building).where(Building.number == "9号楼")).all() == []


def test_a_merged_column_means_the_same_as_above(carrier: Carrier):
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for number, row in enumerate([("社区", "小区", "楼栋", "单元数"), ("", "", "7号楼", 2), ("", "", "8号楼", 2)]):
        page.write_row(number, 0, row)
    page.merge_range(1, 0, 2, 0, "万和城社区")
    page.merge_range(1, 1, 2, 1, "御景园")
    book.close()
    one = carrier.brings("buildings", target.getvalue())
    assert one.counts["new"] == 2


@pytest.mark.parametrize(
    ("register", "table", "source", "line"),
    [
        ("compounds", COMPOUNDS, stored.COMPOUNDS, CompoundLine),
        ("buildings", BUILDINGS, stored.BUILDINGS, BuildingLine),
    ],
    ids=["compounds", "buildings"],
)
def test_what_is_exported_changes_nothing_when_it_comes_back(
    carrier: Carrier, register: str, table: Any, source: Any, line: Any
):
    who, day = build.viewer(carrier.username), clock.today()
    from werkzeug.datastructures import MultiDict

    asked = table.asked(MultiDict())
    rows = [line(row, day) for row in source.whole(asked, who, day, 100)[1]]
    sheet = sheets.Sheet(f"{table.name}台账", ["万和城社区"], asked.columns, rows)
    one = carrier.brings(register, sheets.written(sheet, by="演示", at=clock.now()))
    if one.state is S.MATCHING:
        fields = sheets.registers.REGISTERS[register].fields(build.viewer(carrier.username), clock.today())
        carrier.deed(services.match_columns, one, one.match, fields)
        one = carrier.seen(one.id)
    assert len(rows) > 0
    assert one.counts == {"new": 0, "changed": 0, "same": len(rows), "wrong": 0}

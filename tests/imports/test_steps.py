"""An import step by step: columns, twins, rows left out, giving up, refusals; the register of the tests is 诉求."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.imports import queries, services
from shuangluan.imports.queries import S
from shuangluan.kernel import audit, clock, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RoleGrant, SheetRow, Verdict
from shuangluan.kernel.sheets import registers
from tests import build
from tests.conftest import NOW
from tests.imports.conftest import Carrier, row, rows_of, workbook

HEAD = ("来源", "来源单号", "诉求内容", "类别", "社区")
ONE = ("12345转办", "RX001", "路灯不亮", "邻里纠纷", "万和城社区")
TWO = ("12345转办", "RX002", "门关不上", "邻里纠纷", "万和城社区")


def fields(carrier: Carrier) -> Any:
    """The fields of the register as its carrier gets them."""
    return registers.REGISTERS["appeals"].fields(build.viewer(carrier.username), clock.today())


def test_known_columns_go_straight_to_the_check(carrier: Carrier):
    assert carrier.brings("appeals", workbook(HEAD, ONE)).state is S.READY


def test_an_unknown_column_waits_for_its_owner_and_the_answer_is_remembered(carrier: Carrier):
    body = workbook((*HEAD, "科室"), (*ONE, "一科"))
    one = carrier.brings("appeals", body)
    assert one.state is S.MATCHING
    assert one.match == {"0": "source", "1": "source_no", "2": "description", "3": "category", "4": "community"}
    assert services.samples_of(one)[5] == ["一科"]
    carrier.deed(services.match_columns, one, {**one.match, "5": ""}, fields(carrier))
    assert carrier.seen(one.id).state is S.READY
    assert carrier.brings("appeals", body).state is S.READY
    other = Carrier(carrier.folder, "community_staff").brings("appeals", body)
    assert other.state is S.MATCHING  # what one person chose is not chosen for others


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"5": "category"}, "有两列都对成了“类别”"), ({"1": ""}, "还没有指定哪一列是编号，或者来源和来源单号"),
        ({"5": "no_such"}, "没有这个栏目"),
    ],
)  # fmt: skip
def test_a_match_that_cannot_be_is_refused(carrier: Carrier, change: dict[str, str], reason: str):
    one = carrier.brings("appeals", workbook((*HEAD, "科室"), (*ONE, "一科")))
    with pytest.raises(RuleBroken, match=reason):
        carrier.deed(services.match_columns, one, {**one.match, **change}, fields(carrier))


def tabs(**rows: list[Sequence[Any]]) -> bytes:
    """A workbook of several sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, lines in rows.items():
        page = book.add_worksheet(name)
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    book.close()
    return target.getvalue()


@pytest.mark.parametrize("cover", [[("本表由各社区填报",)], [("2026年", 1, 2)], [("月份", "件数"), ("一月", 1)]])
def test_a_cover_or_a_summary_before_the_table_is_passed_over(carrier: Carrier, cover: list[Sequence[Any]]):
    one = carrier.brings("appeals", tabs(说明=cover, 台账=[HEAD, ONE], 备查=[HEAD, TWO]))
    assert (one.state, one.found["tab"], one.counts.get("new")) == (S.READY, "台账", 1), one.problem
    assert [tab["name"] for tab in one.found["tabs"]] == ["说明", "台账", "备查"]


def test_another_sheet_can_be_chosen(carrier: Carrier):
    one = carrier.brings("appeals", tabs(一月=[HEAD, ONE], 二月=[HEAD, ONE, TWO]))
    assert (one.found["tab"], one.counts["new"]) == ("一月", 1)
    carrier.deed(services.read_again, one, sheet=1)
    one = carrier.seen(one.id)
    assert (one.found["tab"], one.counts["new"]) == ("二月", 2)
    with pytest.raises(RuleBroken, match="没有这张工作表"):
        carrier.deed(services.read_again, one, sheet=7)


def test_two_rows_for_one_record_are_shown_side_by_side_and_neither_is_written(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE, TWO, (*ONE[:2], "路灯闪", *ONE[3:])))
    found = {number: (verdict, problems) for number, verdict, _, problems in rows_of(one)}
    assert found[3][0] is Verdict.NEW
    assert found[2] == (Verdict.WRONG, [("description", "第 4 行是同一诉求，写的是“路灯闪”；请只留一行")])
    assert found[4] == (Verdict.WRONG, [("description", "第 2 行是同一诉求，写的是“路灯不亮”；请只留一行")])
    assert one.counts == {"new": 1, "changed": 0, "same": 0, "wrong": 2}


def test_a_row_said_twice_counts_once(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE, ONE))
    assert one.counts == {"new": 1, "changed": 0, "same": 1, "wrong": 0}


def test_a_row_left_out_is_not_written(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE, TWO))
    with audit.transaction():
        services.choose_row(one, row(one, 2), chosen=False)
    carrier.deed(services.confirm, one)
    assert [appeal.source_no for appeal in db.session.scalars(select(Appeal))] == ["RX002"]


def test_giving_up_writes_nothing(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    carrier.deed(services.drop, one)
    one = carrier.seen(one.id)
    assert one.state is S.DROPPED
    with pytest.raises(RuleBroken, match="不在核对了"):
        carrier.deed(services.confirm, one)


def test_while_it_waits_to_be_read_it_can_be_cancelled(carrier: Carrier):
    with audit.transaction():
        one = services.begin(
            registers.REGISTERS["appeals"], "a.csv", b"a", "x", by=build.actor("community_admin"), at=NOW
        )
        services.drop(one, by=build.actor("community_admin"), at=NOW)
        import_id = one.id
    assert jobs.run_next() is False
    assert carrier.seen(import_id).state is S.DROPPED


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("台账.xlsx", b"PK\x03\x04 broken", "损坏"), ("台账.csv", b"", "空的"), ("台账.xlsm", b"PK", "宏"),
        ("台账.xlsx", workbook(), "空的"), ("台账.xlsx", workbook(HEAD), "没有数据行"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(carrier: Carrier, name: str, body: bytes, reason: str):
    one = carrier.brings("appeals", body, name)
    assert one.state is S.FAILED
    assert reason in one.problem


def test_too_many_rows_are_told_in_time(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registers, "MANY", 1)
    one = carrier.brings("appeals", workbook(HEAD, ONE, TWO))
    assert (one.state, one.problem) == (S.FAILED, "一个文件最多导入 1 行，请拆成几个文件分别上传")


def test_nothing_is_written_once_the_role_is_gone(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    with audit.transaction():
        services.confirm(one, by=build.actor("community_admin"), at=NOW)
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == one.owner_id)).one()
        grant.valid_to = NOW.date()
        audit.noted("kernel.import.uploaded", None, by=build.actor("community_admin"), at=NOW)
    jobs.run_next()
    db.session.expire_all()
    one = carrier.seen(one.id)
    assert one.state is S.READY
    assert "没有修改诉求台账的权限" in one.problem
    assert db.session.scalars(select(Appeal)).all() == []


def test_an_import_is_its_owners_alone(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    assert queries.sheet_import(one.id, viewer=build.viewer("community_admin")) is not None
    assert queries.sheet_import(one.id, viewer=build.viewer("community_staff")) is None


def test_what_was_typed_lies_sealed(carrier: Carrier, app: Any):
    one = carrier.brings("appeals", workbook((*HEAD, "联系电话"), (*ONE, "13800000012")))
    raw = db.session.connection().exec_driver_sql("select content from sheet_row").scalar()
    assert b"13800000012" not in bytes(raw or b"")
    stored = (app.config["DATA_DIR"] / "sealed" / one.stored_name).read_bytes()
    assert not stored.startswith(b"PK")


def test_a_check_anew_begins_from_nothing(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE, TWO))
    with clock.frozen(NOW + timedelta(minutes=5)):
        carrier.deed(services.check_again, one)
    assert len(db.session.scalars(select(SheetRow)).all()) == 2
    assert carrier.seen(one.id).state is S.READY

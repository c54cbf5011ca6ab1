"""人员名单 takes sheets: known by the identity number, corrected cell by cell; what goes out comes back unchanged."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel import clock, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Person, SheetImport, Verdict
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook

HEAD = ("序号", "姓名", "公民身份号码", "联系电话")
ID, OTHER_ID = "130803199001010036", "13080319900101001X"
ZHANG = ("1", "演示张　三", ID, "１３８００００００１２")
LI = ("2", "演示李四", "13080319900101001x", "")
N, C, E, W = Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.WRONG


@pytest.fixture
def carrier(app: Any) -> Carrier:
    """The one who keeps the register."""
    return Carrier(app.config["DATA_DIR"], "system_admin")


def sheet(*rows: tuple[str, ...]) -> bytes:
    """A sheet as an office keeps it."""
    return workbook(("工作人员花名册",), HEAD, *rows)


def written(carrier: Carrier, *rows: tuple[str, ...]) -> SheetImport:
    """The import of a sheet, gone ahead with."""
    one = carrier.brings("persons", sheet(*rows))
    carrier.deed(services.confirm, one)
    return carrier.seen(one.id)


def persons() -> list[tuple[str, str | None, str | None]]:
    """Name, identity number and phone of those who have a number, in the order in which they came."""
    found = db.session.scalars(select(Person).where(Person.id_digest.is_not(None)).order_by(Person.id))
    return [(one.name, one.id_number, one.phone) for one in found]


def verdicts_of(one: SheetImport) -> list[Verdict]:
    """The verdict on each row."""
    return [verdict for _, verdict, _, _ in rows_of(one)]


def test_new_ones_are_registered_as_they_were_typed(carrier: Carrier):
    one = written(carrier, ZHANG, LI)
    assert (one.state, one.counts["new"]) == (S.DONE, 2)
    assert persons() == [("演示张三", ID, "13800000012"), ("演示李四", OTHER_ID, None)]
    found = people.person_by_id_number(ID)
    assert found is not None
    assert (found.pinyin, found.search_text) == ("yan shi zhang san", "演示张三 yszs")


def test_the_same_file_twice_changes_nothing(carrier: Carrier):
    written(carrier, ZHANG, LI)
    again = carrier.brings("persons", sheet(ZHANG, LI))
    assert verdicts_of(again) == [E, E]
    with pytest.raises(RuleBroken, match="没有要写入的行"):
        carrier.deed(services.confirm, again)


def test_known_ones_are_corrected_cell_by_cell(carrier: Carrier):
    written(carrier, ZHANG, LI)
    one = carrier.brings("persons", sheet((*ZHANG[:3], "13900000034"), ("2", "演示李思", *LI[2:])))
    assert [(verdict, old) for _, verdict, old, _ in rows_of(one)] == [
        (C, {"phone": "13800000012"}), (C, {"name": "演示李四"}),
    ]  # fmt: skip
    carrier.deed(services.confirm, one)
    assert persons() == [("演示张三", ID, "13900000034"), ("演示李思", OTHER_ID, None)]
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.import_id == one.id)).all()
    assert actions == ["kernel.import.written", *["kernel.person.changed"] * 2]


def test_blank_and_masked_cells_change_nothing(carrier: Carrier):
    written(carrier, ZHANG)
    one = carrier.brings("persons", sheet(("1", "张**", ID, "138****9999"), ("2", "演示王五", OTHER_ID, "")))
    assert verdicts_of(one) == [E, N]
    blank = carrier.brings("persons", sheet((*ZHANG[:3], "")))
    assert verdicts_of(blank) == [E]


def test_a_new_one_whose_name_is_masked_is_not_taken(carrier: Carrier):
    [(_, verdict, _, [(key, reason)])] = rows_of(carrier.brings("persons", sheet(("1", "张**", ID, ""))))
    assert (verdict, key) == (W, "name")
    assert "要填" in reason


def test_twin_rows_that_say_the_same_are_one_and_others_are_told_beside_each_other(carrier: Carrier):
    other = ("3", "演示张三丰", ID, ZHANG[3])
    one = carrier.brings("persons", sheet(ZHANG, other))
    assert [(verdict, [key for key, _ in told]) for _, verdict, _, told in rows_of(one)] == [
        (W, ["name"]), (W, ["name"]),
    ]  # fmt: skip
    assert rows_of(one)[0][3][0][1].startswith("第 4 行是同一人员，写的是“演示张三丰”")
    same = written(carrier, ZHANG, ZHANG)
    assert same.counts["new"] == 1
    assert len(persons()) == 1


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (1, "", "name"), (1, "演" * 41, "name"), (1, "13800000012", "name"), (2, "", "id_number"),
        (2, "130803199001010037", "id_number"), (2, "130803********0036", "id_number"), (3, "138", "phone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(carrier: Carrier, place: int, value: str, field: str):
    given = (*ZHANG[:place], value, *ZHANG[place + 1 :])
    [(_, verdict, _, problems)] = rows_of(carrier.brings("persons", sheet(given)))
    assert verdict is W
    assert [key for key, _ in problems] == [field]


def test_taking_back_removes_new_ones_and_gives_changed_ones_what_they_had(carrier: Carrier):
    written(carrier, ZHANG, LI)
    new = ("3", "演示王五", "130803199001010079", "")
    one = written(carrier, (*ZHANG[:3], "13900000034"), (*LI[:3], "13700000056"), new)
    assert len(persons()) == 3
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).state is S.WITHDRAWN
    assert persons() == [("演示张三", ID, "13800000012"), ("演示李四", OTHER_ID, None)]


def test_one_who_got_an_account_meanwhile_is_not_taken_back(carrier: Carrier):
    one = written(carrier, ZHANG)
    person = people.person_by_id_number(ID)
    assert person is not None
    opened = {"username": "zhangsan", "password_hash": "x", "by": build.TOWN, "at": clock.now()}
    build.saved(lambda: people.open_account(person, **opened))
    carrier.deed(services.withdraw_import, one)
    one = carrier.seen(one.id)
    assert one.state is S.DONE
    assert one.problem == "第 3 行撤不回：“演示张三”不能删除，还有记录连着它：账号 1 条。先把这些改掉或删掉"
    assert len(persons()) == 1


def test_only_the_keeper_of_the_register_brings_sheets_into_it(site):
    site.sign_in("district_org")
    assert site.get("/imports/template?register=persons").status_code == 403
    site.sign_in("system_admin")
    assert site.get("/imports/template?register=persons").status_code == 200
    assert [o["value"] for o in site.get("/imports/new").soup.select("#register option")] == ["persons"]


def test_full_numbers_that_went_out_come_back_and_change_nothing(site, carrier: Carrier):
    written(carrier, ZHANG, LI)
    site.sign_in("system_admin")
    out = site.post("/administration/persons/full-export?q=演示&account=none", {"reason": "核对花名册"})
    one = carrier.brings("persons", out.data)
    assert one.state is S.READY
    assert verdicts_of(one) == [E, E]


def test_masked_numbers_that_went_out_are_nobodys_and_nothing_is_taken(site, carrier: Carrier):
    written(carrier, ZHANG, LI)
    site.sign_in("system_admin")
    shown = "col=name&col=id_number&col=phone"
    out = site.post(f"/administration/persons/export?account=none&{shown}")
    one = carrier.brings("persons", out.data)
    assert one.state is S.READY
    assert [(verdict, told) for _, verdict, _, told in rows_of(one)] == [
        (W, [("id_number", "身份证号是打码的，认不出是哪一条；请填完整")])
    ] * 2
    with pytest.raises(RuleBroken, match="没有要写入的行"):
        carrier.deed(services.confirm, one)

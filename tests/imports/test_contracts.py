"""劳动合同 comes in by workbook with its kind; a kind that was read from the last day is put right (WF-21, WF-117)."""

from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.kernel.models import SheetImport, Verdict
from shuangluan.workforce.models import Contract
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.workforce.people import a_worker

HEAD = ("编号", "姓名", "签订单位", "合同类型", "合同起始日期", "合同终止日期", "试用期止", "本人要求固定期限")
FIRST = ("演示街道", "固定期限", "2021.5.1", "2023-04-30", "", "")
SECOND = ("演示街道", "固定期限", "2023.5.1", "2025-04-30", "", "")
THIRD = ("演示街道", "固定期限", "2025.5.1", "2027-04-30", "", "")


def contracts() -> list[tuple[str, str]]:
    rows = select(Contract).order_by(Contract.signed_from)
    return [(str(one.signed_from), one.kind.value) for one in db.session.scalars(rows)]


def bringing(app: Any) -> Any:
    number = a_worker().staff_no
    carrier = Carrier(app.config["DATA_DIR"], "community_admin")

    def brought(*rows: tuple[str, ...], confirmed: bool = True) -> SheetImport:
        one = carrier.brings("worker_contracts", workbook(HEAD, *((number, "张晓梅", *row) for row in rows)))
        if confirmed:
            carrier.deed(services.confirm, one)
        return carrier.seen(one.id)

    return carrier, brought


def told(one: SheetImport) -> list[tuple[Verdict, list[str]]]:
    return [(verdict, [field for field, _ in problems]) for _, verdict, _, problems in rows_of(one)]


def test_wf_21_contracts_come_in_with_their_kind_twice_is_once_and_are_taken_back(app: Any):
    carrier, brought = bringing(app)
    one = brought(FIRST, SECOND)
    assert contracts() == [("2021-05-01", "fixed"), ("2023-05-01", "fixed")], (one.problem, told(one))
    assert told(brought(FIRST, SECOND, confirmed=False)) == [(Verdict.SAME, [])] * 2
    carrier.deed(services.withdraw_import, one)
    assert contracts() == []
    brought(FIRST, SECOND)
    by_task = ("演示街道", "以完成一定任务为期限", *SECOND[2:])
    corrected = brought(by_task)
    assert contracts()[1] == ("2023-05-01", "task"), corrected.problem
    carrier.deed(services.withdraw_import, corrected)
    assert contracts()[1] == ("2023-05-01", "fixed")


def test_wf_47_what_the_law_forbids_is_told_row_by_row_counting_the_rows_before(app: Any):
    _, brought = bringing(app)
    open_ended = ("演示街道", "无固定期限", "2025.5.1", "2027-04-30", "", "")
    assert told(brought(FIRST, SECOND, THIRD, confirmed=False)) == [
        (Verdict.NEW, []), (Verdict.NEW, []), (Verdict.WRONG, ["signed_until"]),
    ]  # fmt: skip
    assert told(brought(FIRST, SECOND, (*THIRD[:5], "是"), confirmed=False))[2] == (Verdict.NEW, [])
    assert told(brought(open_ended, confirmed=False)) == [(Verdict.WRONG, ["signed_until"])]
    brought(FIRST)
    assert told(brought(("别的单位", *FIRST[1:]), confirmed=False)) == [(Verdict.WRONG, ["signer"])]

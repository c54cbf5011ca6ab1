"""上年月平均工资 comes in by workbook, corrects itself, and is taken back (WF-91, WF-117)."""

from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel.models import Verdict
from shuangluan.workforce.models import PayBasis
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.workforce.people import a_worker

HEAD = ("编号", "姓名", "缴费年度", "上年月平均工资")


def averages() -> list[int]:
    return list(db.session.scalars(select(PayBasis.average_fen).order_by(PayBasis.id)))


def test_wf_91_averages_come_in_and_are_taken_back(app: Any):
    number = a_worker().staff_no
    carrier = Carrier(app.config["DATA_DIR"], "district_reviewer")

    def written(*rows: tuple[Any, ...]) -> Any:
        one = carrier.brings("pay_bases", workbook(HEAD, *rows))
        carrier.deed(services.confirm, one)
        return carrier.seen(one.id)

    first = written((number, "张晓梅", 2026, "3617.00"))
    assert (first.state, averages()) == (S.DONE, [361700]), first.problem
    carrier.deed(services.withdraw_import, first)
    assert averages() == []
    written((number, "张晓梅", 2026, "3617.00"))
    later = written((number, "", 2026, "3700"))
    assert (later.state, averages()) == (S.DONE, [370000])
    carrier.deed(services.withdraw_import, later)
    assert averages() == [361700]


def test_wf_91_a_row_that_cannot_be_says_why(app: Any):
    number = a_worker().staff_no
    carrier = Carrier(app.config["DATA_DIR"], "district_reviewer")
    one = carrier.brings("pay_bases", workbook(
        HEAD, (number, "李海燕", 2025, "3617"), ("SQ99999", "", 2026, "3617"), (number, "", 26, "3617"),
        (number, "", 2026, "0"), (number, "张晓梅", 2027, ""),
    ))  # fmt: skip
    told = [(verdict, [field for field, _ in problems]) for _, verdict, _, problems in rows_of(one)]
    assert told == [
        (Verdict.WRONG, ["name"]), (Verdict.WRONG, ["staff_no"]), (Verdict.WRONG, ["year"]),
        (Verdict.WRONG, ["average"]), (Verdict.SAME, [""]),
    ]  # fmt: skip

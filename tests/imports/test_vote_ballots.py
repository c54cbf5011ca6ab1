"""选票 come in by workbook, to be checked by another; results of other forms never do (RP-29, RP-64)."""

from datetime import datetime

import pytest

from shuangluan.imports import services
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport, Verdict
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.queries.ballots import latest, numbers
from shuangluan.red_property.rules.ballots import BallotClass
from shuangluan.red_property.services import ballots
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.red_property import ballot_box as box

HEAD = ("编号", "选择", "收到时间", "收到的是", "代交人")
MORNING = datetime(2026, 10, 20, 9, 30)
ROWS = ((1, "同意", MORNING, "纸质", ""), (2, "反对", MORNING, "电子", "演示代理"), (3, "废票", MORNING, "", ""))


def brought(carrier: Carrier, *rows: tuple, head: tuple = HEAD) -> SheetImport:
    one = carrier.brings("vote_ballots", workbook(head, *rows))
    fields = REGISTERS["vote_ballots"].fields(build.viewer(carrier.username), clock.today())
    if one.state.value == "matching":
        carrier.deed(services.match_columns, one, one.match, fields)
    return carrier.seen(one.id)


def the_box(vote: OwnersVote) -> list[tuple[bool, str, str]]:
    found = latest(vote.id, view="all", page=1, size=20)
    return [(one.is_valid, one.choices["1"], one.check_state.value) for one, _ in reversed(found)]


def test_rp_29_ballots_come_in_and_wait_for_somebody_else(carrier: Carrier):
    vote = box.a_past()
    one = brought(carrier, *ROWS)
    assert [verdict for _, verdict, _, _ in rows_of(one)] == [Verdict.NEW] * 3, rows_of(one)
    carrier.deed(services.confirm, one)
    assert the_box(vote) == [
        (True, BallotClass.YES, "entered"), (True, BallotClass.NO, "entered"), (False, BallotClass.BLANK, "entered"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="请另一位同事核对"):
        box.check(vote, "1 1", by=carrier.username)
    box.check(vote, "1 1", by="community_staff")
    again = brought(carrier, *ROWS[:2], (3, "同意", MORNING, "", ""))
    assert [verdict for _, verdict, _, _ in rows_of(again)] == [Verdict.SAME, Verdict.SAME, Verdict.WRONG]
    _, checked = latest(vote.id, view="all", page=1, size=20)[1:]
    with pytest.raises(RuleBroken, match="1 号选票已有人核对"):
        ballots.withdraw_ballot(vote, checked[0], by=build.actor("community_admin"), at=clock.now())


def test_rp_29_a_file_that_was_a_mistake_is_taken_back(carrier: Carrier):
    vote = box.a_past()
    one = brought(carrier, *ROWS)
    carrier.deed(services.confirm, one)
    carrier.deed(services.withdraw_import, carrier.seen(one.id))
    assert numbers(vote.id).all == 0


def test_rp_29_what_is_no_ballot_of_the_vote_is_told_row_by_row(carrier: Carrier):
    box.a_past()
    one = brought(
        carrier, (99, "同意", MORNING, "", ""), (1, "66.7%", MORNING, "", ""), (1, "同意、反对", MORNING, "", ""),
        (2, "同意", datetime(2026, 9, 1), "", ""),
    )  # fmt: skip
    assert [problems[0] for _, _, _, problems in rows_of(one)] == [
        ("number", "这次表决没有 99 号计数单位，核对选票上的编号"),
        ("choices", "有 1 个议题，打了 5 个选择"),
        ("choices", "有 1 个议题，打了 2 个选择"),
        ("received", "表决从 2026-10-10 开始，收到时间不能早于它"),
    ]


def test_rp_29_no_register_has_a_column_for_a_result(app: object):
    viewer = build.viewer("community_admin")
    taken = [one for key, one in REGISTERS.items() if key.startswith("vote_")]
    fields = [field for one in taken for field in one.fields(viewer, box.day("11-20"))]
    labels = [one.label for one in fields]
    assert not [label for label in labels if "率" in label or "结果" in label]

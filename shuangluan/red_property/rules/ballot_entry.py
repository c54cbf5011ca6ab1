"""What is typed for a ballot in one go, and when two readings of the same paper agree (RP-64)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.ballots import BallotClass
from shuangluan.red_property.rules.vote_words import BallotCheck
from shuangluan.red_property.rules.votes import VOTE_LABEL, VoteState

KEYS = {
    "1": BallotClass.YES,
    "2": BallotClass.NO,
    "3": BallotClass.ABSTAIN,
    "0": BallotClass.BLANK,
}
VOID = ("x", "×")
WORDS = {
    "同意": "1", "赞成": "1", "反对": "2", "不同意": "2", "弃权": "3", "未选": "0", "空白": "0",
    "废票": "x", "无效": "x",
}  # fmt: skip
_GAP = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody read on a paper: the choice for each motion by its number, or that the paper is void."""

    is_valid: bool
    choices: Mapping[str, BallotClass]

    def as_json(self) -> dict[str, object]:
        """As it is stored beside the first reading."""
        return {"is_valid": self.is_valid, "choices": dict(self.choices)}


def typed(line: str, motions: Sequence[int]) -> tuple[int, Reading]:
    """The counting unit and the reading of `12 1` or, with three motions, `12 1 2 3` or `12 123`; `12 x` is void.

    `motions` are their numbers in order. Raises RuleBroken, saying how a line is typed.
    """
    number, *rest = _GAP.split(line.strip()) if line.strip() else [""]
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 7 and int(number)):
        raise RuleBroken("先打编号，空一格再打选择，如：12 1", "line")
    marks = "".join(rest).lower()
    if marks in VOID:
        return int(number), Reading(False, {str(one): BallotClass.BLANK for one in motions})
    if not marks:
        raise RuleBroken("编号后面打选择：1 同意，2 反对，3 弃权，0 未选，x 废票", "line")
    if len(marks) != len(motions):
        raise RuleBroken(f"有 {len(motions)} 个议题，打了 {len(marks)} 个选择", "line")
    wrong = next((mark for mark in marks if mark not in KEYS), None)
    if wrong:
        raise RuleBroken(f"没有“{wrong}”这个选择：1 同意，2 反对，3 弃权，0 未选", "line")
    return int(number), Reading(True, {str(one): KEYS[mark] for one, mark in zip(motions, marks, strict=True)})


def as_line(number: int, choices: str) -> str:
    """A row of a sheet as a line is typed: 12 and 同意、反对 are `12 1 2`; another word stays, to be refused."""
    return f"{number} {' '.join(WORDS.get(word, word) for word in _GAP.split(choices.strip()))}"


def compared(first: Reading, second: Reading) -> BallotCheck:
    """Whether the second person read the same; of two void papers the choices do not matter."""
    if first.is_valid != second.is_valid:
        return BallotCheck.DIFFERS
    if not first.is_valid:
        return BallotCheck.CHECKED
    return BallotCheck.CHECKED if dict(first.choices) == dict(second.choices) else BallotCheck.DIFFERS


def check_second(entered_by: int | None, checker: int | None) -> None:
    """Raises RuleBroken where the one who entered a ballot would check it himself."""
    if entered_by == checker:
        raise RuleBroken("录入人不能核对自己录的选票，请另一位同事核对", "line")


def check_may_enter(state: VoteState, *, recounting: bool) -> None:
    """Raises RuleBroken where ballots are not taken: before the opening, and after the result is final (RP-10)."""
    if state in (VoteState.OPEN, VoteState.COUNTING) or (recounting and state is VoteState.FINAL):
        return
    if state is VoteState.FINAL:
        raise RuleBroken("结果已确定；确有错误请重新统计，两次结果都保留", "line")
    raise RuleBroken(f"“{VOTE_LABEL[state]}”的表决不能录选票", "line")


def check_received(received: datetime, opens: datetime, now: datetime) -> None:
    """Raises RuleBroken for a ballot from before the opening or from the future; a late one is kept (RP-55)."""
    if received > now:
        raise RuleBroken("收到时间不能晚于现在", "received_at")
    if received < opens:
        raise RuleBroken(f"表决从 {opens:%Y-%m-%d} 开始，收到时间不能早于它", "received_at")

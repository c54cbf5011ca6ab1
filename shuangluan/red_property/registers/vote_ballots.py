"""选票 as a register that takes workbooks: a row a paper, entered by who brings the file, checked by another (RP-29).

Only ballots come in: a percentage or a result of another form has no column here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.pii import normal_name
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property.models import Ballot, OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import ballot_imports as stored
from shuangluan.red_property.rules import ballot_entry
from shuangluan.red_property.rules.ballot_entry import Reading
from shuangluan.red_property.rules.vote_words import MEDIUM_LABEL, BallotCheck, Medium
from shuangluan.red_property.services import ballots
from shuangluan.red_property.services.ballots import Receipt, reading_of

ONE_OF_MANY = "现在没有或不止一次表决在收选票，写明“表决”这一列"
NOT_HERE = "这张选票已录过，内容不同；看原票，在“核对选票”里办"
FIELD_OF = {"line": "choices", "received_at": "received"}


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a box of ballots; with one vote that takes them the column 表决 may be missing."""
    open_votes = tuple((str(one.id), one.title) for one in stored.taking(viewer))
    media = tuple((medium.value, MEDIUM_LABEL[medium]) for medium in Medium)
    return (
        Field("vote", "表决", Kind.CHOICE, options=open_votes, width=30, note="只有一次表决在收选票时可以不写"),
        Field("number", "编号", Kind.WHOLE, required=True, synonyms=("选票编号", "计数单位"), note="选票上的编号"),
        Field(
            "choices", "选择", required=True, width=20, synonyms=("表决意见", "意见", "投票"),
            note="同意、反对、弃权、未选或废票；几个议题按次序写，用顿号隔开", example="同意",
        ),
        Field("received", "收到时间", Kind.MOMENT, required=True, width=18, synonyms=("提交时间", "投票时间")),
        Field("medium", "收到的是", Kind.CHOICE, options=media, synonyms=("方式", "票种"), note="不写是纸质"),
        Field("agent", "代交人", Kind.NAME, synonyms=("代理人",)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Box:
    """What is known of the votes that take ballots."""

    votes: Mapping[str, OwnersVote]
    motions: Mapping[int, Sequence[int]]
    numbers: set[tuple[int, int]]
    entered: Mapping[stored.Key, Ballot]

    def vote_of(self, row: Values) -> OwnersVote | None:
        """The vote that a row names; the only one where it names none."""
        if row.get("vote"):
            return self.votes.get(str(row["vote"]))
        return next(iter(self.votes.values())) if len(self.votes) == 1 else None


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """Which rows are entered already, and what forbids one; five statements."""
    votes = {str(one.id): one for one in stored.taking(viewer)}
    ids = [one.id for one in votes.values()]
    box = _Box(votes, stored.motion_numbers(ids), stored.group_numbers(ids), {})
    keys = [key for row in rows if (key := _key(row, box))]
    box = _Box(box.votes, box.motions, box.numbers, stored.entered(keys))
    return [_answer(row, box, at) for row in rows]


def _key(row: Values, box: _Box) -> stored.Key | None:
    vote = box.vote_of(row)
    if vote is None or row.get("number") is None or row.get("received") is None:
        return None
    return vote.id, row["number"], clock.from_wall(row["received"])


def _answer(row: Values, box: _Box, at: datetime) -> Answer:
    vote = box.vote_of(row)
    if vote is None:
        return Answer(problems=(("vote", ONE_OF_MANY),))
    try:
        reading = _read(row, vote, box, at)
    except RuleBroken as broken:
        return Answer(problems=((FIELD_OF.get(broken.field or "", broken.field or ""), broken.reason),))
    key = _key(row, box)
    found = box.entered.get(key) if key else None
    if found is None:
        return Answer()
    same = reading is not None and ballot_entry.compared(reading_of(found), reading) is BallotCheck.CHECKED
    stands = Standing(found.id, found.row_version, _values(vote, row, found))
    return Answer(stands, () if same else (("choices", NOT_HERE),))


def _read(row: Values, vote: OwnersVote, box: _Box, at: datetime) -> Reading | None:
    """What the row says of the motions. Raises RuleBroken where it is no ballot of this vote."""
    number, choices, received = row.get("number"), row.get("choices"), row.get("received")
    if number is not None and (vote.id, number) not in box.numbers:
        raise RuleBroken(ballots.NOBODY.format(number=number), "number")
    if received is not None:
        ballot_entry.check_received(received, clock.wall(clock.start_of(vote.opens_on)), clock.wall(at))
    if number is None or not choices:
        return None  # the fields are required: that is said already
    return ballot_entry.typed(ballot_entry.as_line(number, choices), box.motions[vote.id])[1]


def _values(vote: OwnersVote, row: Values, found: Ballot) -> dict[str, Any]:
    """A stored ballot as the file says it; nothing of it is changed by a file."""
    agent = normal_name(row.get("agent") or "")
    return {
        "vote": str(vote.id), "number": row["number"], "choices": row.get("choices"), "received": row["received"],
        "medium": found.medium.value, "agent": row.get("agent") if agent == (found.agent or "") else found.agent,
    }  # fmt: skip


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    writer = Viewer(0, 0, by.id or 0, by.name, "", by.grants)
    vote = _Box({str(one.id): one for one in stored.taking(writer)}, {}, set(), {}).vote_of(row)
    if vote is None:
        raise RuleBroken(ONE_OF_MANY, "vote")
    receipt = Receipt(
        Medium(row.get("medium") or Medium.PAPER), clock.from_wall(row["received"]), row.get("agent") or ""
    )
    return ballots.enter_ballot(vote, ballot_entry.as_line(row["number"], row["choices"]), receipt, by=by, at=at).id


def _change(ballot_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    raise RuleBroken(NOT_HERE)


def _remove(ballot_id: int, by: audit.Actor, at: datetime) -> None:
    vote, found = stored.ballot(ballot_id)
    ballots.withdraw_ballot(vote, found, by=by, at=at)


VOTE_BALLOTS = Register(
    key="vote_ballots",
    name="选票",
    noun="选票",
    record_kind="red_property_ballot",
    endpoint="red_property.vote_list",
    permission=Perm.VOTE_WRITE,
    natural_keys=(("vote", "number", "received"), ("number", "received")),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

"""表决名册 as a register that takes workbooks: one row a house, into a vote that is still a draft (RP-22, RP-64)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import roster_imports as stored
from shuangluan.red_property.queries import votes
from shuangluan.red_property.queries.rosters import Row
from shuangluan.red_property.rules.electorate import UNIT_STATUS_LABEL, UnitStatus
from shuangluan.red_property.rules.rosters import owners_of
from shuangluan.red_property.rules.vote_words import UNIT_KIND_LABEL, UnitKind
from shuangluan.red_property.services import rosters

LONGEST = (("unit", 60), ("owners", 300), ("tails", 120))
KINDS = (*((kind.value, UNIT_KIND_LABEL[kind]) for kind in UnitKind), ("dwelling", "住房"), ("shop", "商业"))
STATUSES = (
    *((status.value, UNIT_STATUS_LABEL[status]) for status in UnitStatus),
    ("delivered", "已入住"), ("unsold", "未出售"), ("sold_undelivered", "未交付"),
)  # fmt: skip
ONE_OF_MANY = "有几次表决的名册可以导入，写明“表决”这一列"


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a roster; with one draft the column 表决 may be missing."""
    drafts = tuple((str(one.id), one.title) for one in votes.drafts(viewer))
    return (
        Field("vote", "表决", Kind.CHOICE, options=drafts, width=30, note="只有一次草拟的表决时可以不写"),
        Field("unit", "房号", required=True, width=20, synonyms=("房屋", "门牌号", "室号"), example="3号楼1单元302"),
        Field("kind", "类型", Kind.CHOICE, required=True, options=KINDS, synonyms=("房屋类型", "用途", "性质")),
        Field("status", "状态", Kind.CHOICE, required=True, options=STATUSES, synonyms=("房屋状态", "交付状态")),
        Field("owners", "业主", width=24, synonyms=("产权人", "业主姓名", "权利人"), note="共有的用顿号隔开"),
        Field("tails", "证件后四位", note="只在同名不同人时写，与业主一一对应", synonyms=("身份证后四位",)),
        Field("registered", "登记面积", Kind.AREA, unit="㎡", synonyms=("产权面积", "建筑面积", "证载面积", "面积")),
        Field("surveyed", "实测面积", Kind.AREA, unit="㎡", synonyms=("测绘面积",)),
        Field("contract", "合同面积", Kind.AREA, unit="㎡", synonyms=("买卖合同面积",)),
        Field("titled", "独立产权证", Kind.FLAG, note="只对车位有用", synonyms=("有无产权证", "独立产权")),
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """The rows of the rosters as they stand, and what forbids a row."""
    drafts = {str(one.id): one for one in votes.drafts(viewer)}
    meant = [_vote_of(row, drafts) for row in rows]
    known = stored.known(
        [(vote.id, row["unit"]) for row, vote in zip(rows, meant, strict=True) if vote and row.get("unit")]
    )
    return [_answer(row, vote, known) for row, vote in zip(rows, meant, strict=True)]


def _vote_of(row: Values, drafts: Mapping[str, OwnersVote]) -> OwnersVote | None:
    if row.get("vote"):
        return drafts.get(str(row["vote"]))
    return next(iter(drafts.values())) if len(drafts) == 1 else None


def _answer(row: Values, vote: OwnersVote | None, known: Mapping[tuple[int, str], Row]) -> Answer:
    problems = [(key, f"最多 {most} 个字，请改短") for key, most in LONGEST if len(row.get(key) or "") > most]
    if vote is None:
        problems.append(("vote", ONE_OF_MANY))
        return Answer(problems=tuple(problems))
    problems += _problems(row)
    found = known.get((vote.id, row.get("unit") or ""))
    if found is None:
        return Answer(problems=tuple(problems))
    return Answer(Standing(found.stored.id, found.stored.row_version, values_of(vote, found)), tuple(problems))


def _problems(row: Values) -> list[tuple[str, str]]:
    try:
        owners = owners_of(row.get("owners") or "", row.get("tails") or "")
    except RuleBroken as broken:
        return [(broken.field or "owners", broken.reason)]
    found = []
    if row.get("status") == UnitStatus.DELIVERED and not owners:
        found.append(("owners", "已交付的房屋要写业主"))
    if not any(row.get(key) for key in ("registered", "surveyed", "contract")):
        found.append(("registered", "登记、实测、合同面积至少写一种"))
    return found


def values_of(vote: OwnersVote, row: Row) -> dict[str, Any]:
    """A stored row as a file says it."""
    one = row.stored
    return {
        "vote": str(vote.id), "unit": one.unit, "kind": one.kind.value, "status": one.status.value,
        "owners": row.names, "tails": "、".join(owner.tail for owner in row.owners if owner.tail) or None,
        "registered": one.registered_x100, "surveyed": one.surveyed_x100, "contract": one.contract_x100,
        "titled": one.titled,
    }  # fmt: skip


def _typed(row: Values) -> dict[str, Any]:
    areas = {f"{key}_x100": row.get(key) for key in ("registered", "surveyed", "contract")}
    plain = {key: row.get(key) for key in ("unit", "kind", "status", "owners", "tails", "titled")}
    return {**plain, **areas}


def _drafts_of(by: audit.Actor) -> dict[str, OwnersVote]:
    """The drafts whose roster the one who brings a file may write."""
    writer = Viewer(0, 0, by.id or 0, by.name, "", by.grants)
    return {str(one.id): one for one in votes.drafts(writer)}


def _vote(row: Values, by: audit.Actor) -> OwnersVote:
    found = _vote_of(row, _drafts_of(by))
    if found is None:
        raise RuleBroken(ONE_OF_MANY, "vote")
    return found


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    return rosters.add_unit(_vote(row, by), _typed(row), by=by, at=at).id


def _change(unit_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    vote, row = stored.unit(unit_id)
    rosters.change_unit(vote, row.stored, _typed({**values_of(vote, row), **values}), by=by, at=at)


def _remove(unit_id: int, by: audit.Actor, at: datetime) -> None:
    vote, row = stored.unit(unit_id)
    rosters.remove_unit(vote, row.stored, by=by, at=at)


VOTE_ROSTERS = Register(
    key="vote_rosters",
    name="表决名册",
    noun="房屋",
    record_kind="red_property_roster_unit",
    endpoint="red_property.vote_list",
    permission=Perm.VOTE_WRITE,
    natural_keys=(("vote", "unit"), ("unit",)),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)

"""交叉任职 as a register that takes workbooks (RP-5, RP-71)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries import cross_posts as stored
from shuangluan.red_property.registers.places import area_names, company_of, keys_of, lengths
from shuangluan.red_property.rules.cross_posts import (
    CROSS_POST_LABEL,
    Candidate,
    CrossPostKind,
    check_cross_post,
    presumed,
)
from shuangluan.red_property.rules.spans import day_after, last_day

KEY = ("person", "kind", "company", "host", "valid_from")
TOLD = ("is_party_member", "is_responsible", "phone")  # asked of a new row only: facts of the person, not of the post
KINDS = (
    *((one.value, label) for one, label in CROSS_POST_LABEL.items()),
    (CrossPostKind.QUALITY_SUPERVISOR.value, "质量总监"), (CrossPostKind.COMMITTEE_PART_TIME.value, "兼职委员"),
    (CrossPostKind.COMMUNITY_PARTY.value, "大党委成员"), (CrossPostKind.STREET_PARTY.value, "大工委成员"),
)  # fmt: skip


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a post, and what RP-5 asks of the person."""
    return (
        Field("person", "姓名", Kind.NAME, required=True, synonyms=("任职人", "任职人姓名")),
        Field("kind", "职务", Kind.CHOICE, required=True, options=KINDS, width=18, synonyms=("任职", "兼任职务")),
        Field("company", "物业企业", required=True, width=28, synonyms=("企业名称", "物业公司", "所在企业")),
        Field(
            "host", "社区或街道", Kind.CHOICE, required=True, options=area_names(), width=20,
            synonyms=("社区", "街道", "任职社区", "任职地点"), note="义务质量总监填他任两委成员的社区",
        ),
        Field("valid_from", "从哪天起", Kind.DATE, required=True, synonyms=("开始日期", "任职日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("结束日期", "截止日期"), note="还在任的空着"),
        Field("basis", "依据", required=True, width=30, synonyms=("文件", "文号")),
        Field("is_party_member", "是党员", Kind.FLAG, synonyms=("党员", "是否党员"), note="企业一方的人新增时要填"),
        Field("is_responsible", "是企业负责人", Kind.FLAG, synonyms=("负责人",), note="企业一方的人新增时要填"),
        Field("phone", "手机号", Kind.PHONE, note="只在有几位同名的人时填写，用来认人"),
    )  # fmt: skip


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    found = stored.known(keys)
    names = {row["company"] for row in rows if row.get("company")}
    known, periods = company_register.named(names), stored.periods_of(names)
    return [_answer(row, found, known, periods, viewer) for row in rows]


def _answer(
    row: Values, found: Mapping[Any, Any], known: Mapping[str, Any], periods: Mapping[str, Any], viewer: Viewer
) -> Answer:
    problems = lengths(row, {"person": 40, "basis": 120})
    if row.get("company") and row["company"] not in known:
        problems.append(("company", f"物业企业台账里没有“{row['company']}”，请先登记，或照台账改名称"))
    if row.get("host") and not viewer.holds_area(Perm.COMPANY_WRITE, row["host"]):
        problems.append(("host", f"{areas().name(row['host'])}不在你的范围里，这一行不能由你导入"))
    since, until = row.get("valid_from"), row.get("valid_until")
    if since and until and until < since:
        problems.append(("valid_until", "最后一天不能早于开始的那天"))
    stands = found.get(tuple(row.get(name) for name in KEY))
    if stands is None:
        return Answer(problems=tuple(problems or _forbidden(row, periods)))
    values = {
        "person": stands.person, "kind": stands.kind.value, "company": stands.company, "host": stands.host,
        "valid_from": stands.valid_from, "valid_until": last_day(stands.valid_to),
        "basis": stands.basis, **{key: row[key] for key in TOLD if key in row},
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _forbidden(row: Values, periods: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What RP-5 says against a new row that names all of its key."""
    if not all(row.get(name) for name in KEY):
        return []
    held = periods.get(row["company"], ())
    served = frozenset(community for community, span in held if span.holds(row["valid_from"]))
    kind = CrossPostKind(row["kind"])
    try:
        check_cross_post(kind, Candidate(*_candidate(row), company_communities=served), row["host"])
    except RuleBroken as broken:
        return [(broken.field or "kind", broken.reason)]
    return []


def _candidate(row: Values) -> tuple[bool, bool, str | None]:
    """What a row says of the person; of a 总监 it is the host that tells where he sits in the 两委."""
    community = presumed(CrossPostKind(row["kind"]), row["host"], frozenset()).community
    return bool(row.get("is_party_member")), bool(row.get("is_responsible")), community


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    company = company_of(row)
    person = services.person_called(row["person"], row.get("phone") or "", by=by, at=at)
    return services.take_cross_post(
        company, person, CrossPostKind(row["kind"]), host=row["host"], candidate=_candidate(row), basis=row["basis"],
        valid_from=row["valid_from"], valid_to=day_after(row.get("valid_until")), by=by, at=at,
    ).id  # fmt: skip


def _change(post_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = stored.by_id(post_id)
    valid_to = day_after(values["valid_until"]) if "valid_until" in values else row.valid_to
    services.correct_cross_post(
        row, basis=values.get("basis", row.basis), valid_from=row.valid_from, valid_to=valid_to, by=by, at=at
    )


def _remove(post_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_cross_post(stored.by_id(post_id), by=by, at=at)


POSTS = Register(
    key="red_property_cross_posts",
    name="交叉任职台账",
    noun="任职",
    record_kind="red_property_cross_post",
    endpoint="red_property.post_list",
    permission=Perm.COMPANY_WRITE,
    natural_keys=(KEY,),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)

"""企业走访 as a register that takes workbooks (RP-67)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.models import CompanyVisit
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries import visits as stored
from shuangluan.red_property.registers.places import company_of, lengths
from shuangluan.red_property.rules.visits import VisitFacts, check_visit

COUNTS = ("staff", "party_members", "formal_members")
TEXTS = {"visitors": 80, "problems": 500, "promised": 300}
KEYS = tuple(VisitFacts.__dataclass_fields__)


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a visit; what became of the promised help is written in the site."""
    return (
        Field("company", "物业企业", required=True, width=28, synonyms=("企业名称", "物业公司", "走访企业")),
        Field("visited_on", "走访日期", Kind.DATE, required=True, synonyms=("日期", "走访时间")),
        Field("visitors", "走访人", required=True, width=20, synonyms=("走访人员",)),
        Field("staff", "员工", Kind.WHOLE, required=True, unit="人", synonyms=("员工人数", "职工人数", "从业人数")),
        Field("party_members", "党员", Kind.WHOLE, required=True, unit="人", synonyms=("党员人数", "党员数")),
        Field("formal_members", "正式党员", Kind.WHOLE, required=True, unit="人", synonyms=("正式党员人数",)),
        Field("problems", "反映的问题", width=40, synonyms=("存在问题", "问题")),
        Field("promised", "答应帮助的事", width=36, synonyms=("帮助事项", "承诺事项")),
        Field("promised_due_on", "办结期限", Kind.DATE, synonyms=("期限",)),
    )


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keyed = [row for row in rows if row.get("company") and row.get("visited_on")]
    found = stored.known((row["company"], row["visited_on"]) for row in keyed)
    today = clock.local_day(at)
    seen = company_register.seen({row["company"] for row in rows if row.get("company")}, viewer, today)
    return [_answer(row, found, seen, today) for row in rows]


def _answer(row: Values, found: Mapping[Any, Any], seen: set[str], today: date) -> Answer:
    problems = lengths(row, TEXTS)
    if row.get("company") and row["company"] not in seen:
        problems.append(("company", f"物业企业台账里没有你能看到的“{row['company']}”，请先登记，或照台账改名称"))
    stands = found.get((row.get("company"), row.get("visited_on")))
    values = {} if stands is None else {key: getattr(stands, key) for key in KEYS} | {"company": stands.company}
    told = values | {key: value for key, value in row.items() if value is not None}
    if all(told.get(key) is not None for key in ("visited_on", *COUNTS)):
        try:
            check_visit(_facts(told), today)
        except RuleBroken as broken:
            problems.append((broken.field or "visited_on", broken.reason))
    standing = None if stands is None else Standing(stands.id, stands.row_version, values)
    return Answer(standing, tuple(problems))


def _facts(said: Mapping[str, Any]) -> VisitFacts:
    texts = {key: said.get(key) or "" for key in TEXTS}
    days = {key: said.get(key) for key in ("visited_on", "promised_due_on")}
    told: dict[str, Any] = {**texts, **days, **{key: int(said[key]) for key in COUNTS}}
    return VisitFacts(**told)


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    company = company_of(row)
    return services.record_visit(company, _facts(row), by=by, at=at).id


def _change(visit_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row: CompanyVisit = stored.by_id(visit_id)
    stands = {key: getattr(row, key) for key in KEYS}
    services.correct_visit(row, _facts(stands | dict(values)), by=by, at=at)


def _remove(visit_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_visit(stored.by_id(visit_id), by=by, at=at)


VISITS = Register(
    key="property_visits",
    name="企业走访台账",
    noun="走访",
    record_kind="red_property_company_visit",
    endpoint="red_property.visit_list",
    permission=Perm.VISIT_WRITE,
    natural_keys=(("company", "visited_on"),),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)

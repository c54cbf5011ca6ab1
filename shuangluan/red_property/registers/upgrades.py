"""亮点小区 and 提升计划 as registers that take workbooks (RP-5, RP-36)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import contract_register, showcase_register, upgrade_register
from shuangluan.red_property.registers.places import (
    community_field,
    compound_field,
    compound_of,
    keys_of,
    lengths,
    placed,
)
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, TRACK_LABEL, ShowcaseKind, Track
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.services import PlanFacts

SHOWCASE_KINDS = tuple((one.value, label) for one, label in SHOWCASE_LABEL.items())
TRACKS = tuple((one.value, label) for one, label in TRACK_LABEL.items())
LONGEST = {"title": 60, "reason": 200, "items": 500, "funding_source": 120}
NAMED, PLANNED = ("community", "compound", "kind", "valid_from"), ("community", "compound", "title")


def showcase_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a showcase."""
    return (
        compound_field(),
        community_field(),
        Field("kind", "类别", Kind.CHOICE, required=True, options=SHOWCASE_KINDS, width=20, synonyms=("亮点类别",)),
        Field("valid_from", "公布日期", Kind.DATE, required=True, synonyms=("命名日期", "开始日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("截止日期",)),
        Field("basis", "公布依据", required=True, width=30, synonyms=("依据", "文号")),
    )


def _showcase_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, NAMED)
    found, compounds = showcase_register.known(keys), contract_register.compounds_named(key[:2] for key in keys)
    return [_showcase_answer(row, found, compounds, viewer) for row in rows]


def _showcase_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.SHOWCASE_WRITE, viewer) + lengths(row, {"basis": 120})
    stands = found.get(tuple(row.get(name) for name in NAMED))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {
        "community": stands.community, "compound": stands.compound, "kind": stands.kind.value, "basis": stands.basis,
        "valid_from": stands.valid_from, "valid_until": last_day(stands.valid_to),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _days(values: Mapping[str, Any]) -> Span:
    until = values.get("valid_until")
    return Span(values["valid_from"], day_after(until))


def _add_showcase(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    kind = ShowcaseKind(row["kind"])
    return services.name_showcase(compound, kind, _days(row), basis=row["basis"], by=by, at=at).id


def _change_showcase(showcase_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    one = showcase_register.by_id(showcase_id)
    stands = {"valid_from": one.valid_from, "valid_until": last_day(one.valid_to)}
    basis = values.get("basis") or one.basis
    services.change_showcase(one, one.kind, _days(stands | dict(values)), basis=basis, by=by, at=at)


def _remove_showcase(showcase_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_showcase(showcase_register.by_id(showcase_id), by=by, at=at)


def plan_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a plan; its milestones are entered on its page."""
    return (
        compound_field(),
        community_field(),
        Field("title", "计划名称", required=True, width=28, synonyms=("项目名称", "提升计划")),
        Field("track", "提升方向", Kind.CHOICE, required=True, options=TRACKS, synonyms=("提升类型", "方向")),
        Field("reason", "改用方向的原因", width=24),
        Field("items", "提升内容", required=True, width=40, synonyms=("改造内容", "项目内容")),
        Field("funding_fen", "资金（元）", Kind.MONEY, required=True, width=16, synonyms=("资金", "投入资金")),
        Field("funding_source", "资金来源", width=20),
        Field("decided_on", "立项日期", Kind.DATE, required=True, synonyms=("立项时间",)),
    )


def _plan_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, PLANNED)
    found, compounds = upgrade_register.known(keys), contract_register.compounds_named(key[:2] for key in keys)
    return [_plan_answer(row, found, compounds, viewer) for row in rows]


def _plan_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.UPGRADE_WRITE, viewer) + lengths(row, LONGEST)
    stands = found.get(tuple(row.get(name) for name in PLANNED))
    if stands is None:
        return Answer(problems=tuple(problems))
    names = ("community", "compound", "title", "reason", "items", "funding_fen", "funding_source", "decided_on")
    values = {name: stands._mapping[name] for name in names} | {"track": stands.track.value}
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _plan_facts(values: Mapping[str, Any]) -> PlanFacts:
    texts = {name: values.get(name) or "" for name in LONGEST}
    return PlanFacts(
        track=Track(values["track"]), funding_fen=values["funding_fen"], decided_on=values["decided_on"], **texts
    )


def _add_plan(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    return services.decide_plan(compound, _plan_facts(row), by=by, at=at).id


def _change_plan(plan_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    plan = upgrade_register.by_id(plan_id)
    stands = {name: getattr(plan, name) for name in PlanFacts.__dataclass_fields__}
    services.change_plan(plan, _plan_facts(stands | dict(values)), by=by, at=at)


def _remove_plan(plan_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_plan(upgrade_register.by_id(plan_id), by=by, at=at)


SHOWCASES = Register(
    key="property_showcases",
    name="亮点小区台账",
    noun="亮点小区",
    record_kind="red_property_showcase",
    endpoint="red_property.showcase_list",
    permission=Perm.SHOWCASE_WRITE,
    natural_keys=(NAMED,),
    fields=showcase_fields,
    look=_showcase_answers,
    add=_add_showcase,
    change=_change_showcase,
    remove=_remove_showcase,
)
PLANS = Register(
    key="property_upgrade_plans",
    name="提升计划台账",
    noun="提升计划",
    record_kind="red_property_upgrade_plan",
    endpoint="red_property.plan_list",
    permission=Perm.UPGRADE_WRITE,
    natural_keys=(PLANNED,),
    fields=plan_fields,
    look=_plan_answers,
    add=_add_plan,
    change=_change_plan,
    remove=_remove_plan,
)

"""业主替代方 and 议事方式 as registers that take workbooks (RP-5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import contract_register, modes, substitutes
from shuangluan.red_property.registers.places import (
    community_field,
    compound_field,
    compound_of,
    keys_of,
    lengths,
    placed,
)
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL, SubstituteKind
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.rules.words import MODE_LABEL, Mode

KEY = ("community", "compound", "valid_from")
KINDS = tuple((one.value, label) for one, label in SUBSTITUTE_LABEL.items())
MODE_CHOICES = (
    *((one.value, label) for one, label in MODE_LABEL.items()),
    (Mode.THREE.value, "三方"), (Mode.TWO.value, "两方"),
)  # fmt: skip


def substitute_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a substitute."""
    return (
        compound_field(),
        community_field(),
        Field("kind", "替代方", Kind.CHOICE, required=True, options=KINDS, width=18, synonyms=("类型", "代行机构")),
        Field("valid_from", "第一天", Kind.DATE, required=True, synonyms=("开始日期", "成立日期", "起始日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("结束日期", "截止日期"), note="还在代行的空着"),
        Field("basis", "依据", required=True, width=30, synonyms=("文件", "文号", "批复")),
    )


def _substitute_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    found, compounds = substitutes.known(keys), contract_register.compounds_named(key[:2] for key in keys)
    return [_substitute_answer(row, found, compounds, viewer) for row in rows]


def _substitute_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.COMMITTEE_WRITE, viewer) + lengths(row, {"basis": 120})
    since, until = row.get("valid_from"), row.get("valid_until")
    if since and until and until < since:
        problems.append(("valid_until", "最后一天不能早于第一天"))
    stands = found.get(tuple(row.get(name) for name in KEY))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {
        "community": stands.community, "compound": stands.compound, "kind": stands.kind.value, "basis": stands.basis,
        "valid_from": stands.valid_from, "valid_until": last_day(stands.valid_to),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _substitute_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    until = values.get("valid_until")
    return {
        "kind": SubstituteKind(values["kind"]), "basis": values["basis"], "valid_from": values["valid_from"],
        "valid_to": day_after(until),
    }  # fmt: skip


def _add_substitute(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    return services.name_substitute(compound, by=by, at=at, **_substitute_facts(row)).id


def _change_substitute(substitute_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = substitutes.by_id(substitute_id)
    stands = {
        "kind": row.kind.value, "basis": row.basis, "valid_from": row.valid_from,
        "valid_until": last_day(row.valid_to),
    }  # fmt: skip
    services.correct_substitute(row, by=by, at=at, **_substitute_facts(stands | dict(values)))


def _remove_substitute(substitute_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_substitute(substitutes.by_id(substitute_id), by=by, at=at)


def mode_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a mode; its last day is the one before the next begins and is not read."""
    return (
        compound_field(),
        community_field(),
        Field("mode", "议事方式", Kind.CHOICE, required=True, options=MODE_CHOICES, synonyms=("方式", "联席会方式")),
        Field("valid_from", "从哪天起", Kind.DATE, required=True, synonyms=("开始日期", "起始日期", "变更日期")),
        Field("reason", "原因", required=True, width=40, synonyms=("变更原因", "说明")),
    )


def _mode_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    found, compounds = modes.known(keys), contract_register.compounds_named(key[:2] for key in keys)
    return [_mode_answer(row, found, compounds, viewer) for row in rows]


def _mode_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.COMMITTEE_WRITE, viewer) + lengths(row, {"reason": 200})
    stands = found.get(tuple(row.get(name) for name in KEY))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {name: stands._mapping[name] for name in (*KEY, "reason")} | {"mode": stands.mode.value}
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add_mode(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    return services.set_mode(
        compound, Mode(row["mode"]), valid_from=row["valid_from"], reason=row["reason"], by=by, at=at
    ).id


def _change_mode(mode_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = modes.by_id(mode_id)
    services.correct_mode(
        row, Mode(values.get("mode", row.mode)), valid_from=row.valid_from, reason=values.get("reason", row.reason),
        by=by, at=at,
    )  # fmt: skip


def _remove_mode(mode_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_mode(modes.by_id(mode_id), by=by, at=at)


SUBSTITUTES = Register(
    key="property_substitutes",
    name="业主替代方台账",
    noun="业主替代方",
    record_kind="red_property_substitute",
    endpoint="red_property.substitute_list",
    permission=Perm.COMMITTEE_WRITE,
    natural_keys=(KEY,),
    fields=substitute_fields,
    look=_substitute_answers,
    add=_add_substitute,
    change=_change_substitute,
    remove=_remove_substitute,
)
MODES = Register(
    key="property_modes",
    name="议事方式台账",
    noun="议事方式",
    record_kind="red_property_compound_mode",
    endpoint="red_property.mode_list",
    permission=Perm.COMMITTEE_WRITE,
    natural_keys=(KEY,),
    fields=mode_fields,
    look=_mode_answers,
    add=_add_mode,
    change=_change_mode,
    remove=_remove_mode,
)

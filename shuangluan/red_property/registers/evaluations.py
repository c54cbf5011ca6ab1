"""The points by hand of 红色物业评分 as a register that takes workbooks: into drafts only (RP-37).

What the registers tell is computed and not read; evidence is attached and the result confirmed in the site, by another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import contract_register, evaluation_facts
from shuangluan.red_property.queries import evaluations as stored
from shuangluan.red_property.queries.compounds import companies_of
from shuangluan.red_property.registers.places import community_field, compound_field, compound_of, keys_of, placed
from shuangluan.red_property.rules import evaluation_course as course
from shuangluan.red_property.rules.evaluation import EvaluationScheme
from shuangluan.red_property.rules.evaluation_course import Mark

KEY = ("community", "compound", "year")
UNSERVED = "这个小区没有物业企业，不评分"


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """Where and which year, then the items by hand and the vetoes of the document in force."""
    _, scheme = stored.scheme_on(day)
    return (
        compound_field(),
        community_field(),
        Field("year", "年度", Kind.WHOLE, required=True, unit="年", width=8, synonyms=("评分年度", "考评年度")),
        *(one for item in scheme.manual_items for one in _of_item(item)),
        *(
            Field(code, f"否决：{name}", width=30, synonyms=(name,), note="写发生的时间、认定的单位和文号；没有的空着")
            for code, name in scheme.manual_vetoes.items()
        ),
    )


def _of_item(item: Any) -> tuple[Field, Field]:
    told = f"满分 {item.points}；{item.formula}"
    return (
        Field(item.code, f"{item.name}得分", Kind.DECIMAL, width=16, synonyms=(item.name,), note=told),
        Field(f"{item.code}_note", f"{item.name}依据", width=36, synonyms=(f"{item.name}评分依据",)),
    )


@dataclass(frozen=True)
class Around:
    """What rows are looked at with: evaluations, schemes by id and by year, compounds, those served in a year."""

    found: Mapping[Any, Any]
    schemes: Mapping[int, EvaluationScheme]
    of_year: Mapping[int, EvaluationScheme]
    compounds: Mapping[Any, Any]
    served: Mapping[int, Mapping[int, Any]]
    today: date


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    today = clock.local_day(at)
    years = sorted({key[2] for key in keys if course.FIRST_YEAR <= key[2] <= today.year})
    found, compounds = stored.known(keys), contract_register.compounds_named(key[:2] for key in keys)
    ids = [one.id for one in compounds.values()]
    around = Around(
        found, stored.schemes(row.scheme_id for row in found.values()), {
            year: stored.scheme_on(evaluation_facts.last_looked_at(year, at))[1] for year in years
        }, compounds, {year: companies_of(ids, evaluation_facts.last_looked_at(year, at)) for year in years}, today,
    )  # fmt: skip
    return [_answer(row, around, viewer) for row in rows]


def _answer(row: Values, around: Around, viewer: Viewer) -> Answer:
    problems = placed(row, around.compounds, Perm.EVALUATION_MARK, viewer)
    key = tuple(row.get(name) for name in KEY)
    stands = around.found.get(key)
    values: Mapping[str, Any] = {} if stands is None else _values(stands)
    if not problems and all(key):
        problems = _forbidden(row, stands, values, around)
    standing = None if stands is None else Standing(stands.id, stands.row_version, values)
    return Answer(standing, tuple(problems))


def _forbidden(row: Values, stands: Any, values: Mapping[str, Any], around: Around) -> list[tuple[str, str]]:
    """Why the points of a row cannot be given: the year, a confirmed evaluation, points or notes that are wrong."""
    try:
        course.check_year(row["year"], around.today)
        compound = around.compounds[row["community"], row["compound"]]
        if stands is None and compound.id not in around.served[row["year"]]:
            raise RuleBroken(UNSERVED, "compound")
        scheme = around.of_year[row["year"]] if stands is None else around.schemes[stands.scheme_id]
        if stands is None or any(values.get(name) != value for name, value in row.items()):
            if stands is not None:
                course.check_can_change(stands.state)
            course.check_marks(scheme, *_marks({**values, **row}, scheme))
    except RuleBroken as broken:
        return [(broken.field or "", broken.reason)]
    return []


def _values(stands: Any) -> dict[str, Any]:
    """What was marked, as the fields say it."""
    points = {code: mark["x100"] for code, mark in stands.marks.items()}
    notes = {f"{code}_note": mark["note"] for code, mark in stands.marks.items()}
    return {**{name: getattr(stands, name) for name in KEY}, **points, **notes, **stands.vetoes}


def _marks(said: Mapping[str, Any], scheme: EvaluationScheme) -> tuple[dict[str, Mark], dict[str, str]]:
    """The points and the vetoes that a row gives; an item without points is not marked."""
    codes = [item.code for item in scheme.manual_items if said.get(item.code) is not None]
    marks = {code: Mark(said[code], said.get(f"{code}_note") or "") for code in codes}
    return marks, {code: said[code] for code in scheme.manual_vetoes if said.get(code)}


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    services.compute_evaluations([compound], row["year"], by=by, at=at)
    made = stored.of_year([compound.id], row["year"]).get(compound.id)
    if made is None:
        raise RuleBroken(UNSERVED, "compound")
    services.mark_evaluation(made, *_marks(row, stored.scheme_of(made)), by=by, at=at)
    return made.id


def _change(evaluation_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = stored.by_id(evaluation_id)
    stands = {code: mark.x100 for code, mark in services.marks_of(row).items()}
    notes = {f"{code}_note": mark.note for code, mark in services.marks_of(row).items()}
    said = stands | notes | row.vetoes | dict(values)
    services.mark_evaluation(row, *_marks(said, stored.scheme_of(row)), by=by, at=at)


def _remove(evaluation_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_evaluation(stored.by_id(evaluation_id), by=by, at=at)


EVALUATIONS = Register(
    key="property_evaluations",
    name="红色物业评分人工项",
    noun="评分",
    record_kind="red_property_evaluation",
    endpoint="red_property.evaluation_list",
    permission=Perm.EVALUATION_MARK,
    natural_keys=(KEY,),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)

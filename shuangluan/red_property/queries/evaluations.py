"""红色物业评分: who may see which, the rows of the list, the scheme of a year, the evidence (RP-37, RP-61)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock, effective
from shuangluan.kernel.models import Attachment, Compound, RuleScheme
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import Evaluation
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.sources import PLACE
from shuangluan.red_property.queries.visibility import of_own_compounds
from shuangluan.red_property.rules.evaluation import EvaluationScheme
from shuangluan.red_property.rules.evaluation_course import EvaluationState
from shuangluan.red_property.rules.upgrades import usual_items

SCHEME = "red_property.evaluation_items"
YEAR = re.compile("20[0-9]{2}")
E = Evaluation
Key = tuple[str, str, int]


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    """Those of the viewer's areas; a company and a committee see their own once it is confirmed."""
    own = and_(E.state == EvaluationState.CONFIRMED, of_own_compounds(viewer, day, Compound.id))
    found = select(E.id).join(Compound, Compound.id == E.compound_id)
    return found.where(or_(viewer.within(Perm.REGISTER_READ, Compound.community), own))


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the evaluations that the viewer may open today: for threads and attachments."""
    return _visible(viewer, clock.today())


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        E.id, E.compound_id, E.year, E.state, E.company, E.available, E.total_x100, E.stars, E.marks, E.vetoes,
        E.veto_lines, E.computed_at, E.confirmed_on, E.confirmer_name, Compound.name.label("compound"),
        Compound.community,
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == E.compound_id)
    return found


SOURCE = Source(
    key=E.id,
    ids=_visible,
    columns=_columns,
    orders={
        "year": (E.year,),
        "compound": (Compound.community, Compound.name, E.year),
        "total": (func.coalesce(E.total_x100, -1),),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Compound.search_text, norm(text)), E.company.contains(text, autoescape=True)
        ),
        "year": lambda text, day: E.year == (int(text) if YEAR.fullmatch(text) else 0),
        "stars": lambda text, day: E.stars.is_(None) if text == "none" else E.stars == int(text),
    },
    views=lambda day: {
        "all": None,
        "draft": E.state == EvaluationState.DRAFT,
        "confirmed": E.state == EvaluationState.CONFIRMED,
        "unrated": E.total_x100.is_(None),
        "starless": and_(E.total_x100.is_not(None), E.stars == 0),
    },
    area=in_area(Compound.community),
)  # fmt: skip


def evaluation(evaluation_id: int, *, viewer: Viewer, day: date) -> Evaluation | None:
    """An evaluation that the viewer may see."""
    return db.session.scalar(select(E).where(E.id == evaluation_id, E.id.in_(_visible(viewer, day))))


def standing(evaluation_id: int, day: date) -> Any:
    """The row of one evaluation as its list draws it."""
    return db.session.execute(_columns(day).where(E.id == evaluation_id)).one()


def computable(viewer: Viewer, area: str | None) -> Sequence[Compound]:
    """The compounds whose evaluations the viewer may compute, by community and name."""
    held = select(Compound).where(viewer.within(Perm.EVALUATION_COMPUTE, Compound.community))
    if area:
        held = held.where(area_range(Compound.community, area))
    return db.session.scalars(held.order_by(Compound.community, Compound.name, Compound.id)).all()


def of_year(compound_ids: Sequence[int], year: int) -> Mapping[int, Evaluation]:
    """Compound → its evaluation of the year."""
    rows = db.session.scalars(select(E).where(E.compound_id.in_(compound_ids), E.year == year))
    return {row.compound_id: row for row in rows}


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(community, compound, year) → its evaluation with what was marked, for a sheet."""
    rows: Any = (
        select(
            E.id, E.row_version, E.year, E.state, E.scheme_id, E.marks, E.vetoes, Compound.community,
            Compound.name.label("compound"),
        )
        .join(Compound, Compound.id == E.compound_id)
    )  # fmt: skip
    return by_key(rows, {**PLACE, "year": E.year}, keys)


def by_id(evaluation_id: int) -> Evaluation:
    """The one that a checked row is about."""
    return db.session.get_one(Evaluation, evaluation_id)


def schemes(ids: Iterable[int]) -> Mapping[int, EvaluationScheme]:
    """The schemes of those ids."""
    rows = db.session.scalars(select(RuleScheme).where(RuleScheme.id.in_(sorted(set(ids)))))
    return {row.id: EvaluationScheme.parse(row.payload) for row in rows}


def compound_of(row: Evaluation) -> Compound:
    """Whose evaluation it is."""
    return db.session.get_one(Compound, row.compound_id)


def scheme_on(day: date) -> tuple[int, EvaluationScheme]:
    """The scheme in force on a day, with its id. Raises RuleBroken where none is published."""
    found = effective.scheme_on(SCHEME, day)
    return found.id, EvaluationScheme.parse(found.payload)


def usual_upgrade(day: date) -> str:
    """What plans of each track usually hold, as the document in force says."""
    return usual_items(effective.scheme_on(SCHEME, day).payload)


def scheme_of(row: Evaluation) -> EvaluationScheme:
    """The scheme by which it was computed."""
    return EvaluationScheme.parse(db.session.get_one(RuleScheme, row.scheme_id).payload)


def document_of(row: Evaluation) -> str:
    """The number of that scheme's document."""
    return db.session.get_one(RuleScheme, row.scheme_id).document_no


def evidence_of(row: Evaluation) -> Sequence[Attachment]:
    """The files that points by hand rest on, oldest first; `purpose` is the item's code."""
    own = select(Attachment).where(Attachment.matter_id == row.matter_id)
    return db.session.scalars(own.order_by(Attachment.id)).all()


def evidence_counts(row: Evaluation) -> Counter[str]:
    """How many files each item has."""
    return Counter(one.purpose for one in evidence_of(row))

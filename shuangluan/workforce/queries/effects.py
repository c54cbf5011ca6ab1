"""The steps that bad years proposed, within the viewer's scope: one, the register, one's own (WF-103)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import AppraisalEffect, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.effects import OPEN, EffectKind, EffectState


def effect(effect_id: int, *, viewer: Viewer, permission: Perm = Perm.EFFECT_READ) -> AppraisalEffect | None:
    """The step, if its worker's years are the viewer's to see."""
    return db.session.scalar(
        select(AppraisalEffect)
        .join(Worker, Worker.id == AppraisalEffect.worker_id)
        .where(AppraisalEffect.id == effect_id, viewer.within(permission, Worker.community))
    )


def effects_of(worker: Worker) -> Sequence[AppraisalEffect]:
    """Every step of a worker, the newest year first."""
    newest = (AppraisalEffect.year.desc(), AppraisalEffect.due_on, AppraisalEffect.id)
    rows = select(AppraisalEffect).where(AppraisalEffect.worker_id == worker.id).order_by(*newest)
    return db.session.scalars(rows).all()


def own_effects(worker: Worker) -> Sequence[AppraisalEffect]:
    """What was decided about a worker, for herself; drafts that nobody decided are not shown to her."""
    return [one for one in effects_of(worker) if one.state is not EffectState.PROPOSED]


def is_open() -> ColumnElement[bool]:
    """Neither done nor dropped."""
    return AppraisalEffect.state.in_(OPEN)


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(AppraisalEffect)
        .join(Worker, Worker.id == AppraisalEffect.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _columns(_: date) -> Any:
    return _joined(
        AppraisalEffect.id, AppraisalEffect.worker_id, AppraisalEffect.year, AppraisalEffect.rating,
        AppraisalEffect.kind, AppraisalEffect.state.label("step_state"), AppraisalEffect.due_on, AppraisalEffect.said,
        AppraisalEffect.outcome, AppraisalEffect.ended_on, Worker.staff_no, Worker.community, Worker.state,
        Person.name,
    )  # fmt: skip


EFFECTS = Source(
    key=AppraisalEffect.id,
    ids=within(_joined(AppraisalEffect.id), Perm.EFFECT_READ, Worker.community),
    columns=_columns,
    views=lambda day: {
        "open": is_open(),
        "proposed": AppraisalEffect.state == EffectState.PROPOSED,
        "overdue": and_(is_open(), AppraisalEffect.due_on < day),
        "ended": AppraisalEffect.state.not_in(OPEN),
        "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "kind": lambda text, _: AppraisalEffect.kind == EffectKind(text),
        "rating": lambda text, _: AppraisalEffect.rating == text,
    },
    orders={
        "due": (AppraisalEffect.due_on,), "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin),
    },
    area=in_area(Worker.community),
)  # fmt: skip

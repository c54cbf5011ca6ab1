"""考核结果运用: the register, one step with its history, deciding, ending, dropping it (WF-103)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history, told
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import DecideForm, NoteForm
from shuangluan.workforce.models import AppraisalEffect
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import effects
from shuangluan.workforce.queries.refusals import REFUSALS
from shuangluan.workforce.rules.effects import ADVICE, EFFECT_LABEL, STATE_LABEL, EffectState
from shuangluan.workforce.tables import results as tables
from shuangluan.workforce.views.blueprint import SLICE, bp

EFFECT = Listing(
    SLICE, tables.EFFECTS, effects.EFFECTS, tables.EffectLine, "effect",
    "等次确认以后系统提出的拟办事项，由人决定办不办、怎么办；不会自己处理，也不会解除任何人",
)  # fmt: skip
hang(EFFECT, "/effects", Perm.EFFECT_READ)
REFUSAL = Listing(
    SLICE, tables.REFUSALS, REFUSALS, tables.RefusalLine, "refusal",
    "用过的材料改为不予认定以后，列出用过它的结果；先办更正，多发的由区里决定扣不扣回",
)  # fmt: skip
hang(REFUSAL, "/refusals", Perm.REFUSAL_READ)
Deed = Callable[[AppraisalEffect, BaseForm, dict[str, Any]], str]


@bp.get("/effects/<int:effect_id>")
@requires(Perm.EFFECT_READ)
def effect_detail(effect_id: int) -> ResponseReturnValue:
    """One step: what it asks for, what was decided, what came of it."""
    step = effects.effect(effect_id, viewer=viewer()) or abort(404)
    return page(
        "workforce/effect_detail.html", step=step, kind=EFFECT_LABEL[step.kind], advice=ADVICE[step.kind],
        state=(STATE_LABEL[step.state], tables.EFFECT_TONE[step.state]), place=areas().name(step.worker.community),
        others=[one for one in effects.effects_of(step.worker) if one.id != step.id], names=EFFECT_LABEL,
        labels=STATE_LABEL, tones=tables.EFFECT_TONE, today=clock.today(),
        trail=[told(entry) for entry in history((AppraisalEffect.__tablename__, [step.id]))],
        may={one.value for one in EffectState if one in _open_to(step)},
    )  # fmt: skip


def _open_to(step: AppraisalEffect) -> set[EffectState]:
    return {EffectState.DECIDED, EffectState.DROPPED} if step.state is EffectState.PROPOSED else (
        {EffectState.DONE, EffectState.DROPPED} if step.state is EffectState.DECIDED else set()
    )  # fmt: skip


def _found(effect_id: int) -> AppraisalEffect:
    return effects.effect(effect_id, viewer=viewer(), permission=Perm.EFFECT_DECIDE) or abort(404)


def _asked(step: AppraisalEffect, form: BaseForm, title: str, status: int = 200) -> ResponseReturnValue:
    form.versioned(step)
    return page(
        "workforce/effect_step.html", block="dialog", status=status, step=step, form=form, title=title,
        kind=EFFECT_LABEL[step.kind], advice=ADVICE[step.kind], back=url_for(".effect_detail", effect_id=step.id),
    )  # fmt: skip


def _hang(slug: str, title: str, make: Callable[[AppraisalEffect], BaseForm], deed: Deed) -> None:
    """The two views of a deed: ask, and do."""

    @requires(Perm.EFFECT_DECIDE)
    def ask(effect_id: int) -> ResponseReturnValue:
        step = _found(effect_id)
        return _asked(step, make(step), title)

    @requires(Perm.EFFECT_DECIDE)
    def take(effect_id: int) -> ResponseReturnValue:
        step = _found(effect_id)
        form = make(step)
        if form.validate_on_submit():
            try:
                with saving(form, step):
                    said = deed(step, form, {"by": actor(), "at": clock.now()})
                return done(said, to=url_for(".effect_detail", effect_id=effect_id))
            except RuleBroken as broken:
                form.refuse(broken)
        return _asked(step, form, title, 422)

    bp.add_url_rule(f"/effects/<int:effect_id>/{slug}", f"effect_{slug}_ask", ask, methods=["GET"])
    bp.add_url_rule(f"/effects/<int:effect_id>/{slug}", f"effect_{slug}", take, methods=["POST"])


def _decide(step: AppraisalEffect, form: BaseForm, who: dict[str, Any]) -> str:
    said: dict[str, Any] = {"said": str(form["said"].data), "due_on": form["due_on"].data}
    services.decide_effect(step, **said, today=clock.today(), **who)
    return "已决定"


def _finish(step: AppraisalEffect, form: BaseForm, who: dict[str, Any]) -> str:
    services.finish_effect(step, outcome=str(form["note"].data), on=clock.today(), **who)
    return "已办结"


def _drop(step: AppraisalEffect, form: BaseForm, who: dict[str, Any]) -> str:
    services.drop_effect(step, reason=str(form["note"].data), on=clock.today(), **who)
    return "已记为不办"


for each in (
    ("decision", "决定", lambda step: DecideForm(data={"due_on": max(step.due_on, clock.today())}), _decide),
    ("ending", "办结", lambda _: NoteForm(), _finish),
    ("dropping", "不办", lambda _: NoteForm(), _drop),
):
    _hang(*each)

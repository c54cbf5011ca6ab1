"""业主表决测算: a quick check of numbers; nothing is stored, nothing is decided (RP-24 to RP-27, RP-64)."""

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import page
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import KINDS, CalculatorForm
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.rules.ballots import BALLOT_CLASS_LABEL, BallotClass
from shuangluan.red_property.rules.matters import VoteLaw
from shuangluan.red_property.rules.measures import Count
from shuangluan.red_property.rules.tally import NO_TALLY_LABEL, NoTally, Tally, tallied
from shuangluan.red_property.rules.vote_lines import NAMES, area, need_text, share_word
from shuangluan.red_property.views.blueprint import bp

GAUGE = 300  # width of a gauge in its own units


@bp.get("/votes/calculator")
@requires(Perm.VOTE_TRY)
def vote_calculator() -> ResponseReturnValue:
    """The form, and below it the four tests of what was typed."""
    law = law_on(clock.today())
    asked = bool(request.args)
    form = CalculatorForm(request.args if asked else None)
    form.matter.choices = options((one.code, f"{one.item} {one.name}") for one in law.matters.values())
    if not asked:
        form.closed_on.data = clock.today()
    tally = None
    if asked and form.validate():
        try:
            tally = _tally(law, form)
        except RuleBroken as broken:
            form.refuse(broken)
    wrong = asked and tally is None
    return page(
        "red_property/vote_calculator.html",
        block="result",
        status=422 if wrong else 200,
        form=form,
        tally=tally,
        kinds=[(kind, BALLOT_CLASS_LABEL[BallotClass(kind)]) for kind in KINDS],
        names=NAMES,
        need=_need(tally),
        word=share_word,
        gauge=GAUGE,
    )


def _tally(law: VoteLaw, form: CalculatorForm) -> Tally:
    """The tally of what was typed. Raises RuleBroken, saying what does not add up."""
    counts: dict[str, Count] = {
        BallotClass(kind): Count(form[f"{kind}_persons"].data or 0, form[f"{kind}_area"].area_x100)
        for kind in KINDS
    }
    total = Count(form.persons_total.data or 0, form.area_total.area_x100)
    closed_on = form.closed_on.data or clock.today()
    found = tallied(law, form.matter.data, total, counts, closed_on, follow_majority=form.follow.data)
    if found is NoTally.NOT_BALANCED:
        summed = sum(counts.values(), Count(0, 0))
        persons, area_x100 = total.persons - summed.persons, total.area_x100 - summed.area_x100
        lacking = f"人数{_apart(persons, str(abs(persons)))}、面积{_apart(area_x100, area(abs(area_x100)))} ㎡"
        raise RuleBroken(f"七类合计与总数不符：{lacking}，请核对")
    if isinstance(found, NoTally):
        raise RuleBroken(NO_TALLY_LABEL[found])
    return found


def _apart(left: int, amount: str) -> str:
    """少 3 or 多 3: which way a sum is off."""
    return f"{'少' if left >= 0 else '多'} {amount}"


def _need(tally: Tally | None) -> str:
    """What takes part at the least, exactly: old papers say 66 %+1 (RP-60)."""
    if tally is None:
        return ""
    hurdles = {hurdle.key: hurdle for hurdle in tally.strict.tests}
    total = Count(hurdles["participation_persons"].base, hurdles["participation_area"].base)
    return need_text(tally.row.participation, total)

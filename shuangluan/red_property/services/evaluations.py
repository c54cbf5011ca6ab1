"""红色物业评分 computed from the registers, marked by hand, confirmed, taken back, removed (RP-37)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, MatterStage
from shuangluan.kernel.snapshots import hash_of, snapshot
from shuangluan.red_property.models import Evaluation
from shuangluan.red_property.queries import evaluations as stored
from shuangluan.red_property.queries.evaluation_facts import gathered, last_looked_at
from shuangluan.red_property.rules import evaluation_course as course
from shuangluan.red_property.rules import evaluation_lines, sentences
from shuangluan.red_property.rules.evaluation import EvaluationScheme, evaluate
from shuangluan.red_property.rules.evaluation_course import EVALUATION_LABEL, EvaluationState, Mark
from shuangluan.red_property.rules.evaluation_facts import Gathered

MATTER = "evaluation"


@dataclass(frozen=True)
class Computed:
    """What a computation did: evaluations made, changed, as they were, confirmed ones left alone, compounds that no
    company serves.
    """

    made: int = 0
    changed: int = 0
    same: int = 0
    confirmed: int = 0
    unserved: int = 0


def compute_evaluations(compounds: Sequence[Compound], year: int, *, by: audit.Actor, at: datetime) -> Computed:
    """The evaluations of the compounds that a company serves, made or brought up to date; confirmed ones stay.

    What did not change is not written. Raises RuleBroken for a year that has not begun.
    """
    course.check_year(year, clock.local_day(at))
    scheme_id, scheme = stored.scheme_on(last_looked_at(year, at))
    facts, known = gathered(compounds, year, at), stored.of_year([one.id for one in compounds], year)
    counts = dict.fromkeys(asdict(Computed()), 0)
    with audit.gathering():
        for compound in compounds:
            row, found = known.get(compound.id), facts.get(compound.id)
            if found is None:
                counts["unserved"] += 1
            elif row is None:
                _make(compound, year, scheme_id, scheme, found, by, at)
                counts["made"] += 1
            elif row.state is EvaluationState.CONFIRMED:
                counts["confirmed"] += 1
            else:
                counts["changed" if _renew(row, scheme_id, scheme, found, by, at) else "same"] += 1
    return Computed(**counts)


def mark_evaluation(
    row: Evaluation, marks: Mapping[str, Mark], vetoes: Mapping[str, str], *, by: audit.Actor, at: datetime
) -> None:
    """Give the points by hand and state the vetoes. Raises RuleBroken for a confirmed one and for wrong points."""
    course.check_can_change(row.state)
    scheme = stored.scheme_of(row)
    course.check_marks(scheme, marks, vetoes)
    with audit.changing(sentences.EVALUATION_MARKED, row, by=by, at=at):
        row.marks = {code: asdict(mark) for code, mark in marks.items()}
        row.vetoes, row.marked_at, row.marked_by_id = dict(vetoes), at, by.id or 0
        _fill(row, row.scheme_id, scheme, Gathered.kept(row.facts), at)


def confirm_evaluation(row: Evaluation, *, by: audit.Actor, at: datetime) -> None:
    """Let a draft count: its facts, points and lines stay as they are.

    Raises RuleBroken before the year is over, for a mark or its evidence that is missing, for who gave the marks, and
    where the registers say something else by now.
    """
    course.check_can_change(row.state)
    course.check_two_persons(row.marked_by_id, by.id)
    evidence = stored.evidence_counts(row)
    course.check_can_confirm(stored.scheme_of(row), row.year, clock.local_day(at), marks_of(row), evidence)
    fresh = gathered([stored.compound_of(row)], row.year, at).get(row.compound_id)
    if fresh is None or fresh.plain != row.facts:
        raise RuleBroken("测算以后台账有变化，先重新测算，看过结果再确认")
    with audit.changing(sentences.EVALUATION_CONFIRMED, row, by=by, at=at):
        row.confirmed_on, row.confirmed_by_id, row.confirmer_name = clock.local_day(at), by.id or 0, by.name
        _move(row, EvaluationState.CONFIRMED, MatterStage.DONE, by, at)


def reopen_evaluation(row: Evaluation, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """Take a confirmed one back to be computed and marked again; what was confirmed stays in the trail."""
    if row.state is not EvaluationState.CONFIRMED:
        raise RuleBroken("还没有确认的评分不用退回，直接改")
    with audit.changing(sentences.EVALUATION_REOPENED, row, by=by, at=at) as beside:
        beside |= {"reason": [None, reason], "confirmed_facts": [row.facts, None]}
        row.confirmed_on, row.confirmed_by_id, row.confirmer_name = None, None, ""
        _move(row, EvaluationState.DRAFT, MatterStage.OPEN, by, at)


def remove_evaluation(row: Evaluation, *, by: audit.Actor, at: datetime) -> None:
    """Take away a draft that came by mistake. Raises RuleBroken for a confirmed one, and once it has evidence."""
    course.check_can_change(row.state)
    if stored.evidence_of(row):
        raise RuleBroken("这份评分已经附了证据，不能当作误测算删除")
    matter = row.matter
    with audit.removing(sentences.EVALUATION_REMOVED, row, by=by, at=at):
        removal.delete("这份评分", row)
        db.session.delete(matter)


def marks_of(row: Evaluation) -> dict[str, Mark]:
    """The points by hand, by item."""
    return {code: Mark(**kept) for code, kept in row.marks.items()}


def _make(
    compound: Compound, year: int, scheme_id: int, scheme: EvaluationScheme, found: Gathered, by: audit.Actor,
    at: datetime,
) -> Evaluation:  # fmt: skip
    state = EvaluationState.DRAFT
    matter = matters.open_matter(
        kind=MATTER, area=compound.community, title=f"{compound.name}{year}年度红色物业评分", state=state.value,
        state_label=EVALUATION_LABEL[state],
    )  # fmt: skip
    row = Evaluation(matter_id=matter.id, compound_id=compound.id, year=year, state=state, marks={}, vetoes={})
    _fill(row, scheme_id, scheme, found, at)
    audit.created(sentences.EVALUATION_COMPUTED, row, by=by, at=at)
    matter.record_id = row.id
    return row


def _renew(
    row: Evaluation, scheme_id: int, scheme: EvaluationScheme, found: Gathered, by: audit.Actor, at: datetime
) -> bool:
    if _hash(row, scheme_id, found) == row.inputs_hash:
        return False
    with audit.changing(sentences.EVALUATION_COMPUTED, row, by=by, at=at):
        _fill(row, scheme_id, scheme, found, at)
    return True


def _fill(row: Evaluation, scheme_id: int, scheme: EvaluationScheme, found: Gathered, at: datetime) -> None:
    marks = marks_of(row)
    manual = {code: Fraction(mark.x100, 100) for code, mark in marks.items()}
    result = evaluate(scheme, found.facts(manual, frozenset(row.vetoes)))
    lines = evaluation_lines.item_lines(scheme, found, result, {code: mark.note for code, mark in marks.items()})
    row.scheme_id, row.company, row.facts = scheme_id, found.company, found.plain
    row.lines = [asdict(line) for line in lines]
    row.veto_lines = evaluation_lines.veto_texts(scheme, result.vetoes, row.vetoes, found.unsigned)
    row.total_text = evaluation_lines.total_text(scheme, result)
    row.available = evaluation_lines.available_points(scheme, result)
    row.total_x100, row.stars = result.total_x100, result.stars
    row.inputs_hash, row.computed_at = _hash(row, scheme_id, found), at


def _hash(row: Evaluation, scheme_id: int, found: Gathered) -> str:
    inputs = {"scheme": scheme_id, "facts": found.plain, "marks": row.marks, "vetoes": row.vetoes}
    return hash_of(snapshot(inputs))


def _move(row: Evaluation, to: EvaluationState, stage: MatterStage, by: audit.Actor, at: datetime) -> None:
    row.state = to
    matters.settle(row.matter, state=to.value, label=EVALUATION_LABEL[to], stage=stage, by=by, at=at)

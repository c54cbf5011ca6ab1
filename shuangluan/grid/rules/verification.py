"""核查回访: outcome and evidence, who is asked, what an answer counts for (GR-30, GR-32, GR-64)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuangluan.grid.rules.catalogue import Catalogue
from shuangluan.grid.rules.clocks import check_review_on
from shuangluan.grid.rules.settings import Terms
from shuangluan.grid.rules.states import Outcome, ReporterKind, Satisfaction
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Reporter:
    """One reporter of the root or of a merged child.

    `handled`: he, or the body he belongs to, handled the appeal, so he does not rate it (GR-32, GR-57).
    """

    id: int
    kind: ReporterKind
    has_phone: bool = True
    handled: bool = False

    @property
    def is_asked(self) -> bool:
        """Who found it on duty, who cannot be called and who handled it himself is not asked."""
        return self.kind is not ReporterKind.GRID_WORKER and self.has_phone and not self.handled


@dataclass(frozen=True, slots=True)
class Contacted:
    """One attempt to reach one reporter, on a local day, in the order in which they were made."""

    reporter_id: int
    on: date
    reached: bool
    satisfaction: Satisfaction | None = None
    says_solved: bool | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of contacting the reporters: the counts that Standing and the rates want."""

    asked: int
    answered: int
    positive: int
    to_contact: int
    unsolved: int


def answer_of(
    reporter: Reporter, contacts: Iterable[Contacted], calendar: Calendar, terms: Terms
) -> Satisfaction | None:
    """What the reporter says: his last answer; 未评价 after two vain working days; None while open.

    Attempts on one day count once, those on a rest day not at all (GR-32).
    """
    own = [contact for contact in contacts if contact.reporter_id == reporter.id]
    answers = [contact.satisfaction for contact in own if contact.reached and contact.satisfaction]
    if answers:
        return answers[-1]
    days = {contact.on for contact in own if calendar.is_working_day(contact.on)}
    return Satisfaction.UNRATED if len(days) >= terms.contact_attempts else None


def heard(
    reporters: Iterable[Reporter],
    contacts: Sequence[Contacted],
    calendar: Calendar,
    catalogue: Catalogue,
    terms: Terms,
) -> Heard:
    """The counts over all who are to be asked; `contacts` of the present round, in order."""
    asked = [reporter for reporter in reporters if reporter.is_asked]
    answers = [answer_of(reporter, contacts, calendar, terms) for reporter in asked]
    kinds = [catalogue.answer(answer) for answer in answers if answer is not None]
    return Heard(
        asked=len(asked),
        answered=sum(kind.answered for kind in kinds),
        positive=sum(kind.positive for kind in kinds),
        to_contact=answers.count(None),
        unsolved=sum(_says_unsolved(reporter, contacts) for reporter in asked),
    )


def _says_unsolved(reporter: Reporter, contacts: Iterable[Contacted]) -> bool:
    said = [contact for contact in contacts if contact.reporter_id == reporter.id and contact.reached]
    return bool(said) and (said[-1].says_solved is False or "not_solved" in said[-1].reasons)


def check_contact(contact: Contacted, reporter: Reporter, catalogue: Catalogue) -> None:
    """A reached reporter says whether it is solved and how content he is; an unreached one says nothing."""
    if reporter.handled:
        raise RuleBroken("诉求人自己或其单位办理过这件诉求，不作评价", "satisfaction")
    if not contact.reached:
        if contact.satisfaction is not None or contact.says_solved is not None or contact.reasons:
            raise RuleBroken("没有联系上，不能填写评价", "satisfaction")
        return
    if contact.satisfaction is None or not catalogue.answer(contact.satisfaction).answered:
        raise RuleBroken("联系上了，请选择满意、基本满意或不满意", "satisfaction")
    if contact.says_solved is None:
        raise RuleBroken("请填写诉求人认为是否已解决", "says_solved")
    for code in contact.reasons:
        catalogue.unhappy_reason(code)
    if not catalogue.answer(contact.satisfaction).positive and not contact.reasons:
        raise RuleBroken("不满意的，请选择原因", "reasons")


def proposes_rework(contact: Contacted, catalogue: Catalogue) -> bool:
    """未解决 or a reason marked `rework` proposes 退回再办; the others are only recorded (GR-32)."""
    marked = any(catalogue.unhappy_reason(code).rework for code in contact.reasons)
    return contact.reached and (contact.says_solved is False or marked)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lead answers: the outcome, in words, with its evidence."""

    outcome: Outcome
    text: str
    evidence: int  # photos, attached documents, signatures
    review_on: date | None = None


def check_answer(answer: Answer, today: date, *, stage_open: bool, terms: Terms) -> None:
    """Outcome, words and evidence (GR-11 11); 已解决 not while a linked stage is open (GR-64)."""
    if not answer.text.strip():
        raise RuleBroken("请写清办理结果，诉求人要看得懂", "outcome_text")
    if answer.outcome is Outcome.SOLVED:
        if stage_open:
            raise RuleBroken("关联的后续环节还没有结束，不能选“已解决”", "outcome")
        check_evidence(answer.evidence)
    if answer.outcome is Outcome.SHELVED:
        check_review_on(answer.review_on, today, terms)
    elif answer.review_on is not None:
        raise RuleBroken("只有挂账才写复核日期", "review_on")


def check_evidence(evidence: int) -> None:
    """A photo or a signature shows what was done (GR-11 5 and 11)."""
    if evidence < 1:
        raise RuleBroken("请附照片、材料或签字", "photos")


def check_rejection(reason: str, channel: str, catalogue: Catalogue) -> None:
    """A reason from the list and, in words, where to turn instead (GR-11 3, GR-20)."""
    catalogue.rejection_reason(reason)
    if not channel.strip():
        raise RuleBroken("请写明应当找谁、走什么途径", "channel")


def check_return(reason: str, should_be: str) -> None:
    """Only 明确不属于本单位职责, naming who should (GR-22)."""
    if not reason.strip():
        raise RuleBroken("请写明依据：为什么明确不属于本单位职责", "reason")
    if not should_be.strip():
        raise RuleBroken("请写明应由哪个单位办理", "should_be")


def check_tried(tried: str) -> None:
    """Escalating says what was tried (GR-11 9)."""
    if not tried.strip():
        raise RuleBroken("请写明本级已经做了什么、为什么办不了", "tried")


def check_lead(*, to_community: bool, community_duty: bool, by_street: bool, override: str = "") -> None:
    """A community leads only its duties; the street overrides with a reason that stays visible (GR-21)."""
    if not to_community or community_duty:
        return
    if not by_street:
        raise RuleBroken("这一类不属于社区职责，不能由社区主办，请派给有职责的单位", "body")
    if not override.strip():
        raise RuleBroken("这一类不属于社区职责，街道要写明由社区主办的理由", "override_reason")


def check_rework(reasons: Collection[str], note: str, catalogue: Catalogue) -> None:
    """退回再办 says why: a reason marked `rework`, or in words what is missing (GR-11 13)."""
    marked = [code for code in reasons if catalogue.unhappy_reason(code).rework]
    if not marked and not note.strip():
        raise RuleBroken("请写明哪里没有办好", "note")

"""公开招聘 from the notice to the first working day, with 背景联审联查 (WF-41, WF-42, WF-112, WF-113)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, people, pii, publicity, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Publicity
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import (
    Applicant,
    RecruitPlan,
    RecruitPost,
    Sex,
    Worker,
)
from shuangluan.workforce.queries.recruitment import PUBLICITY, Case, cases
from shuangluan.workforce.queries.schemes import publicity_term
from shuangluan.workforce.rules import leaving, sentences
from shuangluan.workforce.rules.facts import EDUCATION_ORDER
from shuangluan.workforce.rules.recruitment import birth_ok
from shuangluan.workforce.rules.states import (
    RECRUIT_LABEL,
    RECRUIT_NEXT,
    STAGE_LABEL,
    STAGE_NEXT,
    RecruitStage,
    RecruitState,
    WorkerState,
    check_can_move,
)
from shuangluan.workforce.services.employment import Return, rehire_worker
from shuangluan.workforce.services.intake import sex_of
from shuangluan.workforce.services.workers import WorkerFacts, enrol_worker

S = RecruitStage
CHANNEL = "公开招聘"


@dataclass(frozen=True)
class Notice:
    """What a notice says; the weights of both examinations make 100."""

    title: str
    doc_no: str
    announced_on: date
    birth_from: date
    birth_to: date
    education_min: str
    written_percent: int
    pass_x100: int


def add_recruit_plan(
    said: Notice, seats: Mapping[str, int], *, by: audit.Actor, at: datetime
) -> RecruitPlan:
    """A draft with its posts by community. Raises RuleBroken where the notice contradicts itself."""
    if said.birth_to < said.birth_from:
        raise RuleBroken("出生日期的止要在起以后", "birth_to")
    if said.education_min not in EDUCATION_ORDER:
        raise RuleBroken("请从列表里选学历", "education_min")
    if not 0 <= said.written_percent <= 100:
        raise RuleBroken("笔试的百分比要在 0 到 100 之间", "written_percent")
    if not seats:
        raise RuleBroken("写明哪个社区招几人", "seats")
    plan = RecruitPlan(state=RecruitState.DRAFT, **vars(said))
    audit.created(sentences.RECRUIT_ADDED, plan, by=by, at=at)
    db.session.add_all(RecruitPost(plan_id=plan.id, community=one, number=number) for one, number in seats.items())
    audit.noted(sentences.RECRUIT_ADDED, plan, by=by, at=at, detail={"seats": dict(seats)})
    return plan


def move_recruit_plan(plan: RecruitPlan, to: RecruitState, *, by: audit.Actor, at: datetime) -> None:
    """草稿 → 公告 → 办结."""
    check_can_move("招聘方案", RECRUIT_NEXT, RECRUIT_LABEL, plan.state, to)
    with audit.changing(sentences.RECRUIT_MOVED, plan, by=by, at=at):
        plan.state = to


@dataclass(frozen=True)
class Application:
    """Who applies; sex and birth date are read from the identity number."""

    name: str
    id_number: str
    phone: str
    education: str


def add_applicant(
    plan: RecruitPlan, post: RecruitPost, said: Application, *, by: audit.Actor, at: datetime
) -> Applicant:
    """报名. Raises RuleBroken outside the notice: not announced, birth date, education, applied already."""
    if plan.state is not RecruitState.ANNOUNCED:
        raise RuleBroken(f"招聘方案现在是“{RECRUIT_LABEL[plan.state]}”，不能报名")
    number = pii.check_id_number(said.id_number, "id_number")
    born = pii.birth_date(number).isoformat()
    if not birth_ok(born, plan.birth_from.isoformat(), plan.birth_to.isoformat()):
        raise RuleBroken(f"出生日期不在公告的 {plan.birth_from} 至 {plan.birth_to} 之间", "id_number")
    if said.education not in EDUCATION_ORDER:
        raise RuleBroken("请从列表里选学历", "education")
    if EDUCATION_ORDER.index(said.education) < EDUCATION_ORDER.index(plan.education_min):
        raise RuleBroken(f"公告要求{plan.education_min}及以上", "education")
    known = (
        select(Applicant.id)
        .join(RecruitPost, RecruitPost.id == Applicant.post_id)
        .where(RecruitPost.plan_id == plan.id, Applicant.id_digest == vault.digest(number))
    )
    if db.session.scalar(known) is not None:
        raise RuleBroken("这个身份证号在这次招聘里已经报名", "id_number")
    applicant = Applicant(
        post_id=post.id, name=pii.normal_name(said.name), id_number=number, id_digest=vault.digest(number),
        phone=pii.check_phone(said.phone, "phone") if said.phone else None, education=said.education,
        stage=S.APPLIED, out_reason="",
    )  # fmt: skip
    audit.created(sentences.APPLICANT_ADDED, applicant, by=by, at=at)
    return applicant


def mark_applicant(
    case: Case, *, written_x100: int | None, interview_x100: int | None, by: audit.Actor, at: datetime
) -> None:
    """The marks of 笔试 and 面试; an interview below the pass line puts him out (WF-112)."""
    applicant = case.applicant
    if applicant.stage in (S.OUT, S.HIRED, S.PUBLISHED):
        raise RuleBroken(f"{STAGE_LABEL[applicant.stage]}的人不能再改成绩")
    if interview_x100 is not None and written_x100 is None:
        raise RuleBroken("先登记笔试成绩", "written")
    for field, mark in (("written", written_x100), ("interview", interview_x100)):
        if mark is not None and not 0 <= mark <= 10_000:
            raise RuleBroken("成绩要在 0 到 100 之间", field)
    with audit.changing(sentences.APPLICANT_MARKED, applicant, by=by, at=at):
        applicant.written_x100, applicant.interview_x100 = written_x100, interview_x100
        if interview_x100 is not None and interview_x100 < case.plan.pass_x100:
            applicant.stage, applicant.out_reason = S.OUT, "面试低于合格线"


def advance_applicant(case: Case, *, on: date, by: audit.Actor, at: datetime) -> RecruitStage:
    """One stage further, when what the stage asks for is there. 公示 and 聘用 have their own services."""
    applicant = case.applicant
    ahead = [one for one in STAGE_NEXT[applicant.stage] if one is not S.OUT]
    if not ahead or ahead[0] in (S.PUBLISHED, S.HIRED):
        raise RuleBroken(f"“{STAGE_LABEL[applicant.stage]}”以后由公示和聘用办理" if ahead else "已经办完")
    _check_stage(case, ahead[0], on)
    with audit.changing(sentences.APPLICANT_ADVANCED, applicant, by=by, at=at):
        applicant.stage = ahead[0]
    return ahead[0]


def _check_stage(case: Case, to: RecruitStage, on: date) -> None:
    applicant = case.applicant
    if to is S.WRITTEN and applicant.written_x100 is None:
        raise RuleBroken("先登记笔试成绩")
    if to is S.INTERVIEWED and applicant.interview_x100 is None:
        raise RuleBroken("先登记面试成绩")
    if to is S.EXAMINED and not case.is_within:
        raise RuleBroken(f"总成绩排第 {case.place}，这个社区招 {case.post.number} 人；前面有人退出才能递补")
    if to is S.VETTED:
        check = case.check
        leaving.check_valid_on(check.valid_until if check else None, on)


def drop_applicant(applicant: Applicant, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """放弃 or 取消资格, with the reason; who follows moves up (WF-41)."""
    check_can_move("应聘人", STAGE_NEXT, STAGE_LABEL, applicant.stage, S.OUT)
    if not reason:
        raise RuleBroken("写明放弃或取消资格的原因", "reason")
    with audit.changing(sentences.APPLICANT_DROPPED, applicant, by=by, at=at):
        applicant.stage, applicant.out_reason = S.OUT, reason


def publish_recruits(plan: RecruitPlan, *, place: str, on: date, by: audit.Actor, at: datetime) -> Publicity:
    """拟聘公示: those who passed the check, without identity data, for the strict period (WF-110, WF-115)."""
    ready = [one for one in cases(plan) if one.applicant.stage in (S.VETTED, S.PUBLISHED)]
    rows = [(one.applicant.name, areas().name(one.post.community), one.applicant.education) for one in ready]
    notice = publicity.Notice(
        f"{plan.title}拟聘人员", publicity.FrozenList.of(("姓名", "社区", "学历"), rows), place, "张贴",
        publicity_term(on),
    )  # fmt: skip
    before = publicity.current(PUBLICITY, plan.id)
    if before is None:
        posted = publicity.post(PUBLICITY, plan.id, notice, on=on, by=by, at=at)
    else:
        posted = publicity.repost(before, notice, reason="拟聘名单有变动", on=on, by=by, at=at)
    for one in ready:
        if one.applicant.stage is S.VETTED:
            with audit.changing(sentences.APPLICANT_ADVANCED, one.applicant, by=by, at=at):
                one.applicant.stage = S.PUBLISHED
    return posted


def hire_applicant(
    case: Case, *, entry_date: date, retire_class: str, on: date, by: audit.Actor, at: datetime
) -> Worker:
    """聘用: after the 公示, with a check valid on the first day; he becomes a worker on trial (WF-40, WF-113).

    Raises RuleBroken while the period runs or an objection is open. Who left before comes back on his old file.
    """
    applicant, posted = case.applicant, publicity.current(PUBLICITY, case.plan.id)
    check_can_move("应聘人", STAGE_NEXT, STAGE_LABEL, applicant.stage, S.HIRED)
    refusal = "还没有公示" if posted is None else publicity.why_not_concluded(posted, on)
    if posted is not None and posted.state is publicity.PostingState.CONCLUDED:
        refusal = ""
    if refusal:
        raise RuleBroken(refusal)
    leaving.check_valid_on(case.check.valid_until if case.check else None, entry_date)
    if posted is not None and posted.state is publicity.PostingState.POSTED:
        publicity.conclude(posted, on=on, by=by, at=at)
    worker = _enrolled(case, entry_date, retire_class, by=by, at=at)
    with audit.changing(sentences.APPLICANT_HIRED, applicant, by=by, at=at):
        applicant.stage, applicant.worker_id = S.HIRED, worker.id
    return worker


def _enrolled(case: Case, entry_date: date, retire_class: str, *, by: audit.Actor, at: datetime) -> Worker:
    applicant = case.applicant
    person = people.person_by_id_number(applicant.id_number) or people.add_person(
        applicant.name, id_number=applicant.id_number, phone=applicant.phone or "", by=by, at=at
    )
    known = db.session.scalar(select(Worker).where(Worker.person_id == person.id))
    if known is not None:
        back = Return(case.post.community, entry_date, CHANNEL, is_on_trial=True)
        rehire_worker(known, back, is_cleared=True, by=by, at=at)
        return known
    sex = sex_of(applicant.id_number)
    facts = WorkerFacts(
        sex=sex, birth_date=pii.birth_date(applicant.id_number), community=case.post.community,
        entry_date=entry_date, entry_channel=CHANNEL, retire_class="男" if sex is Sex.MALE else retire_class,
        state=WorkerState.PROBATION,
    )  # fmt: skip
    return enrol_worker(person, facts, is_cleared=True, by=by, at=at)

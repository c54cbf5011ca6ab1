"""全科考聘: the rules in force, what each worker has passed, who may be appointed (WF-119)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Certificate, SkillExam, SkillResult, SkillTitle, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.rules import count_service
from shuangluan.workforce.rules.states import VerifyState
from shuangluan.workforce.rules.training import ALL_ROUND, GENERALIST, SkillRules, is_all_round

SKILLS = "workforce.skills"


def skill_rules(day: date) -> SkillRules:
    """The list of subjects and the years of 全能 in force on `day`."""
    return SkillRules.parse(effective.scheme_on(SKILLS, day).payload)


@dataclass(frozen=True)
class SkillFacts:
    """What the titles rest on."""

    passed: frozenset[str]
    certificates: frozenset[str]
    service_years: int


def facts_of_skills(workers: Sequence[Worker], day: date) -> dict[int, SkillFacts]:
    """Subjects passed by `day`, certificates obtained, full years of service; as many statements for one as for all."""
    ids = [worker.id for worker in workers]
    passed: defaultdict[int, set[str]] = defaultdict(set)
    for worker_id, subject in db.session.execute(_passed(day).where(SkillResult.worker_id.in_(ids))):
        passed[worker_id].add(subject)
    held: defaultdict[int, set[str]] = defaultdict(set)
    verified = select(Certificate.worker_id, Certificate.level).where(
        Certificate.worker_id.in_(ids), Certificate.verify_state == VerifyState.VERIFIED
    )
    for worker_id, level in db.session.execute(verified):
        held[worker_id].add(level)
    scheme, facts = grade_scheme_on(day).payload, facts_of(ids)
    return {
        one: SkillFacts(
            frozenset(passed[one]), frozenset(held[one]),
            count_service(scheme, facts[one]["segments"], day.isoformat(), facts[one]["absences"])["years"],
        )
        for one in ids
    }  # fmt: skip


def _passed(day: date) -> Any:
    return (
        select(SkillResult.worker_id, SkillExam.subject)
        .join(SkillExam, SkillExam.id == SkillResult.exam_id)
        .where(SkillExam.held_on <= day, SkillResult.score_x100 >= SkillExam.pass_x100)
    )


def exam(exam_id: int) -> SkillExam | None:
    """An examination: one for the whole district."""
    return db.session.get(SkillExam, exam_id)


@dataclass(frozen=True)
class Candidate:
    """Somebody with every subject passed: what he has been appointed, and what he may be."""

    worker: Worker
    facts: SkillFacts
    titles: dict[str, SkillTitle]
    open_kinds: tuple[str, ...]

    @property
    def id(self) -> int:
        """The worker's id."""
        return self.worker.id


def candidates(viewer: Viewer, day: date) -> list[Candidate]:
    """Those within the viewer's scope who passed every subject, by community and pinyin."""
    rules = skill_rules(day)
    all_passed = _passed(day).where(SkillExam.subject.in_(rules.subjects)).subquery()
    whole = (
        select(all_passed.c.worker_id)
        .group_by(all_passed.c.worker_id)
        .having(func.count(func.distinct(all_passed.c.subject)) >= len(rules.subjects))
    )
    rows = (
        select(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.id.in_(whole), is_employed(), viewer.within(Perm.WORKER_READ, Worker.community))
        .order_by(Worker.community, Person.pinyin, Worker.id)
    )
    workers = list(db.session.scalars(rows))
    facts = facts_of_skills(workers, day)
    held: defaultdict[int, dict[str, SkillTitle]] = defaultdict(dict)
    titles = select(SkillTitle).where(SkillTitle.worker_id.in_([one.id for one in workers]))
    for title in db.session.scalars(titles.order_by(SkillTitle.id)):
        held[title.worker_id][title.kind] = title
    return [_candidate(one, facts[one.id], held[one.id], rules) for one in workers]


def _candidate(worker: Worker, facts: SkillFacts, titles: dict[str, SkillTitle], rules: SkillRules) -> Candidate:
    kinds = [GENERALIST]
    if is_all_round(
        facts.passed, rules.subjects, facts.certificates, facts.service_years, least=rules.all_round_years
    ):
        kinds.append(ALL_ROUND)
    return Candidate(worker, facts, titles, tuple(kind for kind in kinds if kind not in titles))

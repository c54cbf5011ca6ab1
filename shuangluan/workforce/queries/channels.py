"""How the channels of recommendation and promotion stand for workers, from their files (WF-200, WF-116)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Merit, MeritKind, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.checks import periods_of_all
from shuangluan.workforce.queries.facts import Facts, facts_of
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules import count_service
from shuangluan.workforce.rules.channels import (
    UNSETTLED,
    Candidate,
    Channel,
    ChannelRules,
    ConditionKind,
    Judgement,
    Verdict,
    judged,
)
from shuangluan.workforce.rules.facts import VERIFIED
from shuangluan.workforce.rules.spans import day_of, day_or_none
from shuangluan.workforce.rules.states import EMPLOYED
from shuangluan.workforce.rules.terms import Payload

CHANNELS = "workforce.channels"


def channel_rules(day: date) -> ChannelRules:
    """The channels in force on `day`."""
    return ChannelRules.parse(effective.scheme_on(CHANNELS, day).payload)


def hidden_from(viewer: Viewer) -> frozenset[ConditionKind]:
    """What the viewer may not read of others: sanctions and checks stay with the district (WF-116)."""
    kept = {ConditionKind.NO_SANCTION: Perm.SANCTION_READ, ConditionKind.VALID_CHECK: Perm.RECRUIT_READ}
    return frozenset(kind for kind, permission in kept.items() if not viewer.can(permission))


def candidates(
    workers: Sequence[Worker], day: date, known: Mapping[int, Facts] | None = None
) -> dict[int, Candidate]:
    """The facts of each worker on `day`, where they are `known` already without reading them again.

    As many statements for one as for all.
    """
    ids = [one.id for one in workers]
    facts, scheme, checks, sanctions = (
        known or facts_of(ids),
        grade_scheme_on(day).payload,
        periods_of_all(ids),
        _sanctions(ids, day),
    )
    return {
        one.id: Candidate(
            born=one.birth_date, archive_born=one.archive_birth_date, political=one.political_status,
            held=[(each["position"], day_of(each["from"]), day_or_none(each.get("to")))
                  for each in facts[one.id]["appointments"]],
            educations=[(each["level"], each["verify"]) for each in facts[one.id]["education"]
                        if day_of(each["recognized_from"]) <= day],
            ratings={each["year"]: (each["rating"], each["confirmed"]) for each in facts[one.id]["results"]},
            service_years=_service_years(scheme, facts[one.id], day), sanction_until=sanctions.get(one.id),
            check_until=max((until for start, until in checks.get(one.id, ()) if start <= day <= until), default=None),
        )
        for one in workers
    }  # fmt: skip


def _service_years(scheme: Payload, facts: Facts, day: date) -> tuple[int, int]:
    """Full years of what is verified, and of all that may still be."""
    hoped = [one | {"verify": VERIFIED} if one["verify"] in UNSETTLED else one for one in facts["segments"]]
    sure, perhaps = (
        int(count_service(scheme, segments, day.isoformat(), facts["absences"])["years"])
        for segments in (facts["segments"], hoped)
    )
    return sure, perhaps


def _sanctions(ids: Collection[int], day: date) -> dict[int, date]:
    """The last day of the sanction in force, by worker."""
    until = func.coalesce(Merit.effective_until, date.max)
    rows: Any = db.session.execute(
        select(Merit.worker_id, func.max(until))
        .where(
            Merit.worker_id.in_(ids), Merit.kind == MeritKind.SANCTION, Merit.effective_on <= day,
            or_(Merit.effective_until.is_(None), Merit.effective_until >= day),
        )
        .group_by(Merit.worker_id)
    )  # fmt: skip
    return {worker_id: last for worker_id, last in rows}


def channels_of(
    worker: Worker, day: date, hidden: Collection[ConditionKind] = (), *, facts: Facts | None = None
) -> list[Judgement]:
    """Every channel as it stands for one worker, by her `facts` where they were read; none for who is not employed."""
    if worker.state not in EMPLOYED:
        return []
    candidate = candidates([worker], day, {worker.id: facts} if facts else None)[worker.id]
    return [judged(one, candidate, day, hidden) for one in channel_rules(day).channels]


@dataclass(frozen=True)
class Standing:
    """How the channels stand for the viewer's employed workers on a day."""

    channels: Sequence[Channel]
    of: Mapping[tuple[int, str], Judgement]

    def ids(self, key: str, verdict: Verdict) -> list[int]:
        """For whom the channel `key` stands so."""
        return [worker_id for (worker_id, of), one in self.of.items() if of == key and one.verdict is verdict]


def standing(viewer: Viewer, day: date) -> Standing:
    """The channels of everybody whom the viewer sees; as many statements for one as for all."""
    workers = list(db.session.scalars(visible(viewer, Worker).where(is_employed())))
    channels, hidden = channel_rules(day).channels, hidden_from(viewer)
    found = {
        (worker_id, one.key): judged(one, candidate, day, hidden)
        for worker_id, candidate in candidates(workers, day).items()
        for one in channels
    }
    return Standing(channels, found)


def suitable(key: str, stands: Standing) -> Source:
    """The list of a channel: the viewer's employed workers by verdict."""

    def joined(*columns: Any) -> Any:
        return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)

    by_verdict = {one: stands.ids(key, one) for one in Verdict}
    return Source(
        key=Worker.id,
        ids=within(joined(Worker.id), Perm.WORKER_READ, Worker.community),
        columns=lambda _: joined(
            Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
        ),
        views=lambda _: {
            "met": Worker.id.in_(by_verdict[Verdict.MET]),
            "unchecked": Worker.id.in_(by_verdict[Verdict.UNCHECKED]),
            "unmet": Worker.id.in_(by_verdict[Verdict.UNMET]),
            "employed": is_employed(),
        },
        filters={
            "q": lambda text, _: matches(Worker.search_text, text),
            "channel": lambda _text, _day: is_employed(),  # the list is one channel's already
        },
        orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
        area=in_area(Worker.community),
    )  # fmt: skip

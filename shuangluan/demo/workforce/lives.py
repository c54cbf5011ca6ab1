"""What happens to a worker of the demonstration, moment after moment, through the services of the slice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from shuangluan.demo.district import District, Staff
from shuangluan.demo.workforce.plans import TERM, Plan, Years
from shuangluan.kernel import clock, people, places
from shuangluan.workforce import services
from shuangluan.workforce.queries.recruitment import opinions
from shuangluan.workforce.rules.delegates import Seat
from shuangluan.workforce.rules.facts import CONVERSION, FIRST_GRADING
from shuangluan.workforce.rules.kinds import Basis, CheckPurpose
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.states import CheckState, VerifyState, WorkerState

TERM_NAME = "本届"
SIGNER = "街道办事处（演示）"
TRIAL_MONTHS = 3
CHECKED_SINCE = date(2026, 1, 1)  # from here on nobody begins without a passed check
PARTY_YEARS = 19  # how old the invented members were when they joined
ASKED = ("纪检监察", "公安")
Deed = Callable[[], object]


class Life:
    """One worker: `tale` yields the moments at which something is done to her file, and does it."""

    def __init__(self, plan: Plan, district: District) -> None:
        self.plan, self.district, self.years = plan, district, Years.until(district)
        self.worker: Any = None
        self.papers: dict[str, Any] = {}
        self.moment = datetime.combine(district.first_day, time(10))
        self.deeds: list[tuple[datetime, int, Deed]] = []
        self._begin()

    # --- when ---

    def on(self, day: date, deed: Deed) -> None:
        """Do it that day, in office hours; what happened before the district was there is entered on its first."""
        minute = self.plan.number % 400
        moment = datetime.combine(max(day, self.district.first_day), time(10)) + timedelta(minutes=minute)
        self.deeds.append((moment, len(self.deeds), deed))

    def tale(self) -> Iterator[datetime]:
        """Her deeds in the order of time."""
        for moment, _, deed in sorted(self.deeds, key=lambda one: one[:2]):
            yield moment
            self.moment = moment
            deed()

    # --- who ---

    def by(self, staff: Staff) -> dict[str, Any]:
        """Who does it, now."""
        return {"by": staff.actor, "at": clock.from_wall(self.moment)}

    @property
    def clerk(self) -> dict[str, Any]:
        """A clerk of the community, not herself."""
        clerks = [one for one in self.plan.ground.clerks if one is not self.plan.staff]
        return self.by(clerks[0])

    @property
    def street(self) -> dict[str, Any]:
        """The street's desk."""
        return self.by(self.district.holder("street_staff", self.plan.ground.street))

    @property
    def reviewer(self) -> dict[str, Any]:
        """区级复核."""
        return self.by(self.district.holder("district_reviewer", places.DISTRICT))

    @property
    def approver(self) -> dict[str, Any]:
        """区级审批."""
        return self.by(self.district.holder("district_approver", places.DISTRICT))

    # --- what ---

    def _begin(self) -> None:
        plan = self.plan
        self.on(plan.entry, self._enter)
        if plan.leaves:
            self.on(plan.leaves[1], self._leave)
            return
        if plan.basis is Basis.HIRED:
            self._contracts()
        if plan.recommended:
            self._stand()
        if self._trial_until >= self.district.first_day and self._trial_until < self.district.until:
            self.on(self._trial_until, self._confirm)
        for year in plan.ratings:
            self.on(date(year + 1, 1, 20), partial(self._rate, year))
        if plan.is_graded:
            self.on(max(date(self.years.rated, 3, 1), add_months(plan.entry, TRIAL_MONTHS)), self.grade)

    @property
    def _trial_until(self) -> date:
        return add_months(self.plan.entry, TRIAL_MONTHS) - timedelta(days=1)

    def clear(self, day: date, purpose: CheckPurpose) -> None:
        """A check by two departments that is passed on `day`."""
        asked = day - timedelta(days=10)
        check = services.recheck_worker(
            self.worker, services.Inquiry(ASKED, asked, day, purpose), **self.reviewer
        )
        for place, one in enumerate(opinions(check), 1):
            services.enter_opinion(
                one, check, objects=False, doc_no=f"联复〔演示〕{self.plan.number}-{place}号", replied_on=day,
                **self.reviewer,
            )  # fmt: skip
        services.decide_check(check, CheckState.PASSED, on=day, **self.reviewer)

    def _enter(self) -> None:
        plan, community = self.plan, self.plan.ground.code
        on_trial = plan.basis is Basis.HIRED and self._trial_until >= self.moment.date()
        must_clear = plan.entry >= CHECKED_SINCE
        facts = services.WorkerFacts(
            sex=plan.sex, birth_date=plan.born, community=community, entry_date=plan.entry, entry_channel="公开招聘",
            retire_class=plan.retire_class, political_status=plan.political,
            party_on=date(plan.born.year + PARTY_YEARS, 7, 1) if plan.political == "中共党员" else None,
            ethnicity="满族" if plan.number % 6 == 1 else "汉族", hukou="河北省承德市双滦区",
            archive_birth_date=plan.archive_birth, state=WorkerState.PROBATION if on_trial else WorkerState.ACTIVE,
        )  # fmt: skip
        self.worker = services.enrol_worker(self._person(), facts, is_cleared=must_clear, **self.clerk)
        if must_clear:
            self.clear(plan.entry, CheckPurpose.ENTRY)
        number = f"双任〔{plan.entry.year}〕{plan.number + 1}号"
        post = services.Post(community, plan.position, plan.basis, plan.entry, plan.entry, number)
        self.papers["post"] = services.appoint(self.worker, post, **self.clerk)
        self.study(plan.level, plan.diploma_on)
        self.serve(plan.entry, None)
        if plan.paper:
            self._certify()

    def _person(self) -> Any:
        plan = self.plan
        if plan.staff is None:
            return people.add_person(plan.name, id_number=plan.id_number, phone=plan.phone, **self.clerk)
        people.change_person(plan.staff.person, id_number=plan.id_number, **self.clerk)
        return plan.staff.person

    def study(self, level: str, diploma_on: date, to: VerifyState | None = VerifyState.VERIFIED, **more: Any) -> None:
        """学历, looked at by the street unless `to` is None."""
        facts = services.EducationFacts(
            level=level, diploma_on=diploma_on, recognized_from=more.pop("recognized_from", diploma_on),
            has_degree=level in ("本科", "硕士"), school="承德某学院（演示）", major="社会工作", **more,
        )  # fmt: skip
        self.papers[level] = services.add_education(self.worker, facts, **self.clerk)
        if to is not None:
            self.verify(self.papers[level], to)

    def serve(self, start: date, end: date | None, **more: Any) -> None:
        """工作经历, looked at by the street."""
        kind = "两委成员" if self.plan.basis is Basis.ELECTED else "社区专职"
        unit = f"{self.plan.ground.short}社区"
        segment = services.add_segment(
            self.worker, served_from=start, served_until=end, kind=kind, unit=unit, evidence="任职文件、合同",
            **more, **self.clerk,
        )  # fmt: skip
        self.verify(segment, VerifyState.VERIFIED)

    def verify(self, record: Any, to: VerifyState, way: str = "查验原件") -> None:
        """The street looks at a paper."""
        services.verify_fact(record, self.worker, to, way=way, on=self.moment.date(), **self.street)

    def _certify(self) -> None:
        paper = self.plan.paper
        assert paper is not None
        held = services.add_certificate(
            self.worker, level=paper.level, cert_no=f"演示{self.plan.number:06d}", approved_on=paper.approved_on,
            **self.clerk,
        )  # fmt: skip
        self.verify(held, VerifyState.VERIFIED)
        start, end = paper.registered_from, paper.registered_until
        while start and end:
            services.add_registration(held, registered_from=start, registered_until=end, **self.clerk)
            start, end = self._renewed(start, end)

    def _renewed(self, start: date, end: date) -> tuple[date | None, date]:
        """The period after one that is over by now; every fifth did not renew."""
        over = end < self.district.until and self.plan.number % 5 != 0
        following = end + timedelta(days=1)
        return (following if over else None), add_months(start, 2 * TERM) - timedelta(days=1)

    def _contracts(self) -> None:
        """Two terms of three years, then without a fixed end (劳动合同法 14); those that were over are left out."""
        for turn in range(3):
            start = add_months(self.plan.entry, TERM * turn)
            end = add_months(self.plan.entry, TERM * (turn + 1)) - timedelta(days=1) if turn < 2 else None
            if end is None or end >= self.district.first_day:
                self.on(start, partial(self._sign, start, end))

    def _sign(self, start: date, end: date | None) -> None:
        services.add_contract(
            self.worker, signer=SIGNER, signed_from=start, signed_until=end,
            probation_until=self._trial_until if start == self.plan.entry else None, **self.clerk,
        )  # fmt: skip

    def _stand(self) -> None:
        """Recommended half a year after she began, elected two months later, or not."""
        assert self.plan.recommended is not None
        kind, level, is_elected = self.plan.recommended
        day = max(add_months(self.plan.entry, 6), add_months(self.district.first_day, 6))
        seat = Seat(kind, level, TERM_NAME, "群众基础好，履职能力强（演示）", day)
        papers = self.papers

        def recommend() -> None:
            papers["seat"] = services.recommend_delegate(self.worker, seat, **self.street)

        def elect() -> None:
            elected = replace(seat, elected_on=add_months(day, 2))
            services.change_delegate(papers["seat"], self.worker, elected, **self.street)

        self.on(day, recommend)
        if is_elected:
            self.on(add_months(day, 2), elect)

    def _confirm(self) -> None:
        if self.worker.state is WorkerState.PROBATION:
            services.review_trial(
                self.worker, is_passed=True, opinion="胜任本职，同意转正", on=self.moment.date(), **self.street
            )

    def _rate(self, year: int) -> None:
        rating, reason = self.plan.ratings[year]
        result = services.add_result(self.worker, year=year, rating=rating, reason=reason or None, **self.street)
        if year not in self.plan.unconfirmed:
            services.confirm_result(result, self.worker, on=self.moment.date(), **self.reviewer)

    def grade(self) -> None:
        """首次定级 or 套改, with what the years up to then give."""
        plan, first = self.plan, self.district.first_day
        event, start = (CONVERSION, first) if plan.entry < first else (FIRST_GRADING, plan.entry)
        services.grade_first(
            self.worker, event=event, effective_on=start, through=max(start, date(self.years.rated, 1, 1)),
            approval_no=f"双人社〔{self.years.rated}〕2号", **self.approver,
        )  # fmt: skip

    def _leave(self) -> None:
        assert self.plan.leaves is not None
        kind, day = self.plan.leaves
        number = f"双人社〔{day.year}〕{self.plan.number}号"
        departure = services.Departure(kind, day, number, contract_until=day)
        services.leave_worker(self.worker, departure, **self.reviewer)

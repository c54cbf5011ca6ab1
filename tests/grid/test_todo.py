"""To-dos: what awaits whom follows the rules of moves and the dated appointments, and moves with them at once."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bench import fill
from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal, Suspension
from shuangluan.grid.queries.todo import STEPS, todo
from shuangluan.grid.rules import Action, AppealState, HandlingLevel, LegRole
from shuangluan.grid.views import addresses
from shuangluan.kernel import clock
from tests import build

EVERYBODY = (
    "community_admin", "community_staff", "grid_leader", "grid_worker", "grid_worker_3", "property_liaison",
    "department", "street_staff", "street_leader", "district_org", "auditor", "community_admin_2", "street_staff_2",
    "owners_delegate", "system_admin",
)  # fmt: skip
LOW = {HandlingLevel.GRID, HandlingLevel.COMMUNITY}


def waiting(username: str) -> list[Any]:
    """The rows of a viewer's to-dos."""
    rows = todo(build.viewer(username), clock.now())
    return [] if rows is None else list(db.session.execute(rows))


def steps(username: str) -> list[tuple[str, int]]:
    """(step, appeal) of a viewer's to-dos, in order."""
    return sorted((row.step.removeprefix("grid."), row.record_id) for row in waiting(username))


# --- the same as the rules ------------------------------------------------------------------------------------------


class Expected:
    """What `rules.possible` offers somebody as his and allowed, told as the steps of the to-do list."""

    def __init__(self, file: queries.File, book: queries.Book, username: str) -> None:
        self.file, self.appeal = file, file.appeal
        self.standing = queries.standing_of(file, book, clock.today())
        self.who = queries.who_is(file, build.actor(username), clock.today())
        now = clock.wall(clock.now())
        found = rules.possible(self.standing, self.who, now=now, terms=book.terms)
        self.offered = {step.action for step in found if step.mine and step.allowed}

    @property
    def answers_for_it(self) -> bool:
        """Exception: the street may do what the community does, but is asked only for what was 上报 to it."""
        if self.appeal.handling_level in LOW:
            return self.who.community or self.who.grid_leader
        return self.who.of_street

    @property
    def community_had_it(self) -> bool:
        legs = [leg for leg in self.file.legs if leg.role is LegRole.LEAD and leg.signed_at and not leg.returned_at]
        return any(leg.to_area == self.appeal.community and leg.to_person_id is None for leg in legs)

    @property
    def is_next_above(self) -> bool:
        """Exception: every level above may answer a request, the next one is asked; the street for long pauses."""
        lead = self.file.lead
        assert lead is not None
        rank = 0 if lead.to_person_id or lead.to_company else {12: 1, 9: 2, 6: 3}[len(lead.to_area or "street__9")]
        long = (self.standing.asked_pause_days or 0) > 30
        return [self.who.community and not long, self.who.of_street, self.who.district, False][rank] or (
            rank == 0 and long and self.who.of_street
        )

    def steps(self) -> set[str]:
        """The steps that must be listed."""
        state, offered = self.appeal.state, self.offered
        accepted, today = state is AppealState.ACCEPTED, clock.today()
        review_on, pause = self.appeal.review_on, self.file.open_pause
        community = self.who.community or self.who.grid_leader
        reviewing = self.who.community if self.appeal.handling_level in LOW else self.who.of_street
        verifying = self.answers_for_it or (self.community_had_it and self.who.of_street)
        listed = {
            "accept": Action.ACCEPT in offered and community,
            "answer_now": Action.ANSWER_NOW in offered,
            "locate": Action.LOCATE in offered and not self.standing.located and self.who.community,
            "dispatch": Action.DISPATCH in offered and accepted and self.answers_for_it,
            "assign": Action.ASSIGN in offered and accepted,
            "verify": Action.CHECK in offered and verifying,  # another grid's 网格员 may, and is not asked
            "review_shelved": Action.REVIEW_SHELVED in offered and bool(review_on and review_on <= today) and reviewing,
            "sign": Action.SIGN in offered,
            # while others still assist it is refused, but the clock runs: it stays in hand
            "answer": self.who.lead_body and state is AppealState.PROCESSING and not self.standing.suspended,
            "finish_assist": Action.FINISH_ASSIST in offered,
            "resume": Action.RESUME in offered and self.who.lead_body and pause and pause.planned_to_on <= today,
            "answer_return": Action.CONFIRM_RETURN in offered,
            "answer_suspension": Action.REFUSE_SUSPENSION in offered and self.is_next_above,
            "answer_extension": Action.REFUSE_EXTENSION in offered and self.is_next_above,
        }
        return {step for step, is_listed in listed.items() if is_listed}


def test_what_is_listed_is_what_the_rules_offer(app):
    fill.fill(260, now=clock.now(), days=9, communities=[build.A, build.B])
    fill.fill(60, now=clock.now(), days=150, seed=7, communities=[build.A, build.B])
    two_returns()
    requests()
    book = queries.book_on(clock.today())
    never = [AppealState.REJECTED, AppealState.WITHDRAWN, AppealState.VOIDED, AppealState.MERGED]
    appeals = db.session.scalars(select(Appeal).where(Appeal.state.not_in(never))).all()
    files = {appeal.id: queries.file_of(appeal) for appeal in appeals}
    seen: Counter[str] = Counter()
    for username in EVERYBODY:
        readable = set(db.session.scalars(queries.readable_ids(build.viewer(username))))
        can_act = rules_apply(username)
        expected = {
            (step, key)
            for key, file in files.items()
            if key in readable and can_act
            for step in Expected(file, book, username).steps()
        }
        assert set(steps(username)) == expected, username
        seen.update(step for step, _ in expected)
    assert set(seen) == {key.removeprefix("grid.") for key in STEPS}


def rules_apply(username: str) -> bool:
    """The rules ask for relations; whether the role acts on appeals at all is asked before (403)."""
    return username not in {"auditor", "system_admin", "owners_delegate"}


def two_returns() -> None:
    """An appeal that two bodies gave back: only the street's 指定 is left."""
    appeal = build.an_accepted_appeal("退了两次的")
    for _ in range(2):
        build.saved(lambda: _sent_and_returned(appeal))


def _sent_and_returned(appeal: Appeal) -> None:
    head, company = build.actor("community_admin"), build.actor("property_liaison")
    services.dispatch_appeal(appeal, build.company(), by=head, at=clock.now())
    services.ask_return(appeal, reason="不属于物业", should_be="区城管局", by=company, at=clock.now())
    services.answer_return(appeal, agreed=True, by=head, at=clock.now())


def requests() -> None:
    """A return, a pause and an extension that wait for an answer, a pause that has outlived its plan, an assistance."""
    head, company, department = (build.actor(n) for n in ("community_admin", "property_liaison", "department"))
    returned = build.a_dispatched_appeal("要退的")
    assisted = build.a_signed_appeal("有协办的")
    asking, urgent = build.a_signed_appeal("要挂的"), build.a_signed_appeal("要延的")
    outlived = build.a_signed_appeal("挂久的", at=build.later(days=-10))
    now, then = clock.now(), build.later(days=-9)

    def asked() -> None:
        services.ask_return(returned, reason="不属于物业", should_be="区城管局", by=company, at=now)
        services.ask_assistance(assisted, build.department(), instruction="请配合", by=head, at=now)
        services.sign_leg(assisted, by=department, at=now)
        services.ask_extension(urgent, days=2, reason="等配件", by=company, at=now)
        pause(asking, days=10, by=company, at=now)
        pause(outlived, days=5, by=company, at=then)
        services.tell_reporters(outlived, build.reporters(outlived), by=head, at=then)
        services.answer_suspension(outlived, agreed=True, by=head, at=then)

    build.saved(asked)


def pause(appeal: Appeal, *, days: int, by: Any, at: Any) -> None:
    """Ask for a pause of so many days."""
    planned = clock.local_day(at) + timedelta(days=days)
    services.ask_suspension(appeal, reason="funds", note="等采购", planned_to=planned, by=by, at=at)


# --- role by role ---------------------------------------------------------------------------------------------------


def test_a_new_appeal_awaits_the_community_its_leader_and_the_workers_of_its_grid(app):
    appeal = build.an_appeal()
    assert steps("community_admin") == steps("grid_leader") == [("accept", appeal.id)]
    assert steps("grid_worker") == [("answer_now", appeal.id)]
    for stranger in ("grid_worker_3", "grid_leader_2", "community_admin_2", "street_staff", "district_org", "auditor"):
        assert steps(stranger) == []


def test_gr_49_to_dos_move_at_once_when_the_leader_is_replaced(app):
    appeal = build.an_appeal()
    tomorrow = clock.today() + timedelta(days=1)

    def replaced() -> None:
        services.appoint_leader(
            build.person("community_staff"), build.compound("御景园"), valid_from=tomorrow, basis="换届",
            by=build.TOWN, at=clock.now(),
        )  # fmt: skip

    build.saved(replaced)
    assert steps("grid_leader") == [("accept", appeal.id)]
    with clock.frozen(build.later(days=1)):
        assert steps("grid_leader") == []


def test_the_addressed_body_signs_and_answers_and_nobody_else_is_asked(app):
    appeal = build.a_dispatched_appeal()
    assert steps("property_liaison") == [("sign", appeal.id)]
    build.saved(lambda: services.sign_leg(appeal, by=build.actor("property_liaison"), at=clock.now()))
    assert steps("property_liaison") == [("answer", appeal.id)]
    assert steps("department") == steps("community_admin") == steps("grid_leader") == []


def test_who_handled_it_is_not_asked_to_verify(app):
    appeal = build.a_dispatched_appeal(to=services.office(build.A), category="elder_alone")

    def answered_by_the_community() -> None:
        by = build.actor("community_staff")
        services.sign_leg(appeal, by=by, at=clock.now())
        services.respond(appeal, outcome=rules.Outcome.SOLVED, text="已修好", evidence=1, by=by, at=clock.now())

    build.saved(answered_by_the_community)
    assert steps("community_admin") == steps("community_staff") == []
    assert steps("grid_leader") == steps("street_staff") == [("verify", appeal.id)]


def test_a_long_pause_is_for_the_street_and_a_short_one_for_the_community(app):
    for title, days in (("短的", 10), ("长的", 40)):
        appeal = build.a_signed_appeal(title)
        asked = partial(pause, appeal, days=days, by=build.actor("property_liaison"), at=clock.now())
        build.saved(asked)
    by_title = {row.title: row.record_id for row in waiting("property_liaison")}
    assert steps("community_admin") == [("answer_suspension", by_title["短的"])]
    assert steps("street_leader") == [("answer_suspension", by_title["长的"])]
    assert steps("district_org") == []


def test_a_pause_whose_planned_end_has_come_is_to_be_ended(app):
    appeal = build.a_signed_appeal()

    def paused() -> None:
        pause(appeal, days=5, by=build.actor("property_liaison"), at=clock.now())
        head = build.actor("community_admin")
        services.tell_reporters(appeal, build.reporters(appeal), by=head, at=clock.now())
        services.answer_suspension(appeal, agreed=True, by=head, at=clock.now())

    build.saved(paused)
    assert steps("property_liaison") == []
    with clock.frozen(build.later(days=5)):
        [row] = waiting("property_liaison")
    assert (row.step, row.due_at) == ("grid.resume", None)
    assert row.note.endswith("计划 2026-11-25 恢复")
    assert db.session.scalars(select(Suspension)).one().resumed_at is None


def test_a_shelved_appeal_comes_back_on_the_day_of_its_review(app):
    review_on = clock.today() + timedelta(days=30)
    appeal = build.a_signed_appeal()

    def shelved() -> None:
        services.respond(
            appeal, outcome=rules.Outcome.SHELVED, text="等待改造计划", evidence=0, review_on=review_on,
            by=build.actor("property_liaison"), at=clock.now(),
        )  # fmt: skip
        head = build.actor("community_admin")
        services.check_result(appeal, way=rules.CheckWay.ON_SITE, passed=True, note="属实", by=head, at=clock.now())
        [reporter] = build.reporters(appeal)
        services.contact_reporter(
            appeal, reporter, reached=True, says_solved=True, satisfaction=rules.Satisfaction.BASIC, by=head,
            at=clock.now(),
        )  # fmt: skip
        services.close_appeal(appeal, by=head, at=clock.now())

    build.saved(shelved)
    assert steps("community_admin") == []
    with clock.frozen(build.later(days=30)):
        assert steps("community_admin") == [("review_shelved", appeal.id)]


def test_a_restricted_appeal_awaits_only_those_who_may_see_it(app):
    category = next(c for c in queries.book_on(clock.today()).catalogue.categories if c.restricted)
    build.an_appeal(category=category.code, by="street_staff")
    assert steps("community_admin") == steps("grid_leader") == steps("grid_worker") == []


def test_a_row_says_number_place_and_that_somebody_urged_it(app):
    appeal = build.a_dispatched_appeal()
    build.saved(lambda: services.remind(appeal, text="", by=build.actor("street_staff"), at=clock.now()))
    [row] = waiting("property_liaison")
    assert (row.title, row.note) == ("单元门坏了", "已催办 · SL-1120-001 · 御景园1号楼")
    with clock.frozen(build.later(days=60)):
        [row] = waiting("property_liaison")
    assert row.note == "已催办 · SL-20261120-001 · 御景园1号楼"
    assert row.due_at is not None
    assert row.due_at.tzinfo is not None


def test_who_acts_on_no_appeals_has_nothing_to_ask_the_database(app, counting):
    with counting() as statements:
        assert todo(build.viewer("system_admin"), clock.now()) is None
    assert [s for s in statements if "grid_appeal" in s] == []


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_each_step_opens_pages_that_exist(app, step):
    assert step.endpoint in app.view_functions
    assert not step.act or step.act in app.view_functions
    known = {f"grid.{addresses.endpoint(action)}" for action in Action}
    assert not step.act or step.act in known

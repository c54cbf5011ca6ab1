"""The figures of appeals: as SQL they say what the pure rates say, and each opens the list that it counts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from bench import fill
from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter
from shuangluan.grid.queries import book_on
from shuangluan.grid.queries.figures import FIGURES, Register, figure, figure_rows, figures
from shuangluan.grid.rules import AppealState, LegRole, Outcome, Rate, Satisfaction
from shuangluan.kernel import clock
from shuangluan.kernel.figures import Period, period_of, values
from shuangluan.kernel.tables import BadParameter
from tests import build

ONE_DAY = timedelta(days=1)
YEAR = period_of("2026", date(2026, 11, 20))


def counted(username: str = "district_org", period: Period = YEAR, area: str | None = None) -> dict[str, Any]:
    """Every figure by its key: the count, or (count, of)."""
    found = values(figures(build.viewer(username), area, period, clock.now()))
    return {v.figure.key: v.count if v.of is None else (v.count, v.of) for v in found}


def wall(at: datetime | None) -> datetime | None:
    return clock.wall(at) if at else None


def facts_of(appeal: Appeal) -> rules.AppealFact:
    return rules.AppealFact(
        state=appeal.state,
        registered_on=appeal.registered_on,
        due_on=appeal.due_on,
        due_at=wall(appeal.due_at),
        first_due_on=appeal.first_due_on,
        first_due_at=wall(appeal.first_due_at),
        responded_at=wall(appeal.responded_at),
        closed_on=appeal.last_closed_on,
        outcome=Outcome(appeal.outcome) if appeal.outcome else None,
        reworked=appeal.rework_count > 0,
        reopened=appeal.reopen_count > 0,
    )


def legs_that_stood(appeals: list[Appeal]) -> list[rules.LegFact]:
    """Legs of rated appeals, without those that were returned, waived or handed on before they had to be signed."""
    rated = {a.id for a in appeals if a.state in rules.RATED}
    legs = [leg for leg in db.session.scalars(select(AppealLeg).order_by(AppealLeg.id)) if leg.appeal_id in rated]
    leads = [leg for leg in legs if leg.role is LegRole.LEAD]

    def ended(leg: AppealLeg) -> datetime | None:
        if leg.returned_at or leg.waived_at:
            return leg.returned_at or leg.waived_at
        later = [n.issued_at for n in leads if n.appeal_id == leg.appeal_id and n.id > leg.id]
        return min(later, default=None) if leg.role is LegRole.LEAD else None

    facts = []
    for leg in legs:
        end = ended(leg)
        if leg.signed_at is not None or end is None or end > leg.sign_due_at:
            facts.append(rules.LegFact(clock.wall(leg.sign_due_at), wall(leg.signed_at)))
    return facts


def reckoned(period: Period, keep: Callable[[Appeal], bool] = lambda _: True) -> dict[str, Any]:
    """What the pure rules make of the same rows."""
    appeals = [a for a in db.session.scalars(select(Appeal)) if keep(a)]
    kept = {a.id for a in appeals}
    answers = [
        rules.AnswerFact(r.asked_on, r.satisfaction)
        for r in db.session.scalars(select(AppealReporter).where(AppealReporter.asked_on.is_not(None)))
        if r.asked_root_id in kept
    ]
    facts = [facts_of(a) for a in appeals]
    last = period.end - ONE_DAY
    span = rules.Period(period.start, last, clock.wall(clock.now()))
    catalogue = book_on(clock.today()).catalogue
    shares = rules.period_rates(facts, legs_that_stood(appeals), answers, span, catalogue)
    found: dict[str, Any] = {f"grid.{rate.value}": (share.n, share.d) for rate, share in shares.items()}
    return found | {"grid.intake": rules.cases(facts, span), "grid.matters": rules.matters(facts, span)}


@pytest.mark.parametrize("key", ["2026", "2026-Q3", "2026-10", "2026-11", "2025"])
def test_the_figures_are_what_the_pure_rates_make_of_the_same_rows(app, key):
    fill.fill(500, now=clock.now(), days=200, communities=[build.A, build.B])
    period = period_of(key, clock.today())
    expected = reckoned(period)
    found = counted(period=period)
    assert {k: found[k] for k in expected} == expected
    if key == "2026":
        assert all(share[1] > 20 for share in expected.values() if isinstance(share, tuple))
        assert all(0 < share[0] < share[1] for share in expected.values() if isinstance(share, tuple))


def test_a_community_counts_its_own_and_nothing_restricted(app):
    fill.fill(400, now=clock.now(), days=200, communities=[build.A, build.B])

    def seen(appeal: Appeal) -> bool:
        return appeal.community == build.A and not appeal.is_restricted

    expected = reckoned(YEAR, seen)
    found = counted("community_staff")
    assert {k: found[k] for k in expected} == expected
    assert found["grid.intake"] < counted(area=build.A)["grid.intake"]


def test_each_figure_is_as_long_as_the_list_of_ids_it_opens(app):
    fill.fill(300, now=clock.now(), days=120, communities=[build.A, build.B])
    for username in ("district_org", "community_admin", "street_staff", "department", "property_liaison", "auditor"):
        viewer = build.viewer(username)
        for value in values(figures(viewer, None, YEAR, clock.now())):
            for part, count, address in (
                ("n", value.count, value.figure.address), ("d", value.of, value.figure.of_address)
            ):  # fmt: skip
                if count is None:
                    continue
                asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
                assert (asked["figure"], asked["part"]) == (value.figure.key, part)
                rows = figure_rows(
                    asked["figure"], asked["part"], viewer=viewer, area=asked.get("area"),
                    period=period_of(asked["period"], clock.today()), now=clock.now(),
                    register=Register(urlsplit(address).path),
                )  # fmt: skip
                ids = db.session.scalars(rows).all()
                assert len(ids) == len(set(ids)) == count, (username, value.figure.key, part)


def test_all_figures_cost_two_statements_whatever_they_count(app, counting):
    viewer = build.viewer("community_admin")
    with counting() as bare:
        values(figures(viewer, None, YEAR, clock.now()))
    fill.fill(50, now=clock.now(), days=60, communities=[build.A])
    with counting() as full:
        values(figures(viewer, None, YEAR, clock.now()))
    assert len([s for s in full if s.startswith("SELECT")]) == len([s for s in bare if s.startswith("SELECT")]) == 2


def test_who_may_not_read_appeals_has_no_figures(app):
    assert figures(build.viewer("system_admin"), None, YEAR, clock.now()) == []


@pytest.mark.parametrize(
    ("key", "part", "register"),
    [
        ("grid.nothing", "n", Register.APPEALS),
        ("grid.open_cases", "d", Register.APPEALS),
        ("grid.on_time", "x", Register.APPEALS),
        ("grid.response", "n", Register.APPEALS),
        ("grid.rated", "n", Register.LEGS),
    ],
)
def test_an_unknown_figure_or_part_or_the_wrong_list_is_refused(app, key, part, register):
    viewer = build.viewer("district_org")
    with pytest.raises(BadParameter):
        figure_rows(key, part, viewer=viewer, area=None, period=YEAR, now=clock.now(), register=register)


def test_every_figure_says_in_chinese_what_it_counts(app):
    for key in FIGURES:
        one = figure(key, viewer=build.viewer("district_org"), area=None, period=YEAR, now=clock.now())
        assert one.label
        assert one.unit
        assert len(one.definition) > 5


# --- what the services leave for the rates --------------------------------------------------------------------------


def test_closing_keeps_each_answer_and_reopening_asks_again(app):
    appeal = build.a_closed_appeal()
    closed = counted()
    assert (closed["grid.satisfied"], closed["grid.rated"]) == ((1, 1), (1, 1))
    assert (closed["grid.reopened"], closed["grid.once"]) == ((0, 1), (1, 1))
    build.saved(
        lambda: services.reopen_appeal(appeal, reason="灯又坏了", by=build.actor("community_admin"), at=clock.now())
    )
    reopened = counted()
    assert (reopened["grid.satisfied"], reopened["grid.rated"]) == ((0, 0), (0, 0))
    assert (reopened["grid.reopened"], reopened["grid.once"]) == ((1, 1), (0, 1))
    assert reopened["grid.solved"] == (0, 0)
    assert appeal.closed_on is None
    assert appeal.last_closed_on == clock.today()


def test_gr_56_whom_nobody_could_reach_lowers_only_the_share_of_answers(app):
    thursday = build.later(days=-1)
    appeal = build.an_answered_appeal(at=thursday)
    by, [reporter] = build.actor("community_admin"), build.reporters(appeal)

    def tried() -> None:
        services.check_result(appeal, way=rules.CheckWay.ON_SITE, passed=True, note="已修好", by=by, at=thursday)
        for at in (thursday, clock.now()):
            services.contact_reporter(appeal, reporter, reached=False, by=by, at=at)
        services.close_appeal(appeal, by=by, at=clock.now())

    build.saved(tried)
    found = counted()
    assert found["grid.satisfied"] == (0, 0)
    assert found["grid.rated"] == (0, 1)


def test_gr_46_an_unsigned_leg_is_late_by_itself(app):
    build.a_dispatched_appeal(at=build.later(days=-3))
    assert counted()["grid.response"] == (0, 1)


def test_a_leg_handed_on_before_its_sign_time_was_never_due(app):
    at = build.later(days=-3)
    appeal = build.a_dispatched_appeal(at=at)
    head, staff = build.actor("community_admin"), build.actor("street_staff")

    def handed_on() -> None:
        services.escalate_appeal(appeal, tried="多次联系物业未果", by=head, at=at + timedelta(hours=1))
        services.sign_leg(appeal, by=staff, at=at + timedelta(hours=2))

    build.saved(handed_on)
    assert counted()["grid.response"] == (1, 1)


def test_what_was_answered_in_time_is_not_overdue_while_it_waits_to_be_verified(app):
    build.an_answered_appeal("按期反馈的", at=build.later(days=-20))
    build.a_signed_appeal("没有反馈的", at=build.later(days=-20))
    build.a_signed_appeal("没有到期的")
    found = counted()
    assert (found["grid.open_cases"], found["grid.overdue"]) == (3, 1)
    assert found["grid.on_time"] == (1, 2)


# --- the worked example of GR-44 ------------------------------------------------------------------------------------

OCTOBER = period_of("2026-10", date(2026, 11, 20))


def october_rows() -> None:
    """40 first dates, 34 met; one promise extended to November, two in October: 36 of 39 met; 38 closed."""
    drawn = Drawn()
    for number in range(40):
        first = date(2026, 10, 1 + number % 25)
        if number < 34:
            drawn.appeal(first_due_on=first, due_on=first, answered_on=first)
        elif number < 36:
            drawn.appeal(first_due_on=first, due_on=date(2026, 10, 30), answered_on=date(2026, 10, 30))
        elif number < 39:
            drawn.appeal(first_due_on=first, due_on=first, answered_on=date(2026, 10, 31))
        else:
            drawn.appeal(first_due_on=first, due_on=date(2026, 11, 3), answered_on=date(2026, 11, 2))
    drawn.close(38)


class Drawn:
    """Rows with exactly the dates of the example, beside which services could not put them."""

    def __init__(self) -> None:
        self.appeals: list[Appeal] = []

    def appeal(self, *, first_due_on: date, due_on: date, answered_on: date) -> None:
        appeal = build.an_appeal(f"第{len(self.appeals)}件")
        appeal.state = AppealState.RESPONDED
        appeal.accepted_at, appeal.accepted_by_id = appeal.registered_at, 1
        appeal.first_due_on, appeal.due_on = first_due_on, due_on
        appeal.first_due_at = clock.start_of(first_due_on + ONE_DAY)
        appeal.due_at = clock.start_of(due_on + ONE_DAY)
        appeal.responded_at, appeal.responded_by_id = clock.start_of(answered_on), 1
        self.appeals.append(appeal)

    def close(self, count: int) -> None:
        outcomes = ["solved"] * 31 + ["partly"] * 3 + ["explained"] + ["shelved"] + ["statutory"] * 2
        for appeal, outcome in zip(self.appeals[:count], outcomes, strict=True):
            appeal.state, appeal.outcome = AppealState.CLOSED, outcome
            appeal.closed_on = appeal.last_closed_on = date(2026, 10, 31)
            appeal.closed_at, appeal.closed_by_id = clock.start_of(date(2026, 10, 31)), 2


@pytest.fixture
def october(app: Any, writing: None) -> None:
    october_rows()
    appeals = list(db.session.scalars(select(Appeal).where(Appeal.closed_on.is_not(None)).order_by(Appeal.id)))
    said = [*[Satisfaction.SATISFIED] * 28, *[Satisfaction.BASIC] * 8, *[Satisfaction.UNSATISFIED] * 4]
    for number, satisfaction in enumerate([*said, *[Satisfaction.UNRATED] * 4]):
        db.session.add(
            AppealReporter(
                appeal_id=appeals[number % 38].id, kind=rules.ReporterKind.RESIDENT, wants_reply=True,
                hide_from_handler=False, reported_at=clock.now(), asked_root_id=appeals[number % 38].id,
                asked_on=date(2026, 10, 31), satisfaction=satisfaction,
            )
        )  # fmt: skip
    due = clock.from_wall(datetime(2026, 10, 15, 12, 0))
    for number in range(50):
        signed = due if number < 46 else None
        db.session.add(
            AppealLeg(
                appeal_id=appeals[number % 38].id, kind=rules.LegKind.ASSIST, role=LegRole.ASSIST, issued_at=due,
                issued_by_id=1, issuer_area=build.A, to_area=build.A, to_company=False, to_name="社区", sign_due_at=due,
                signed_at=signed, signed_by_id=1 if signed else None, returnable=True, is_current=False,
            )
        )  # fmt: skip
    db.session.flush()


def test_gr_44_the_october_of_the_handbook(october):
    found = counted(period=OCTOBER)
    assert found["grid.on_time_first"] == (34, 40)
    assert found["grid.on_time"] == (36, 39)
    assert found["grid.solved"] == (31, 36)
    assert found["grid.satisfied"] == (36, 40)
    assert found["grid.rated"] == (40, 44)
    assert found["grid.response"] == (46, 50)
    shown = {key: rules.share_text(*found[f"grid.{key}"]) for key in ("on_time_first", "on_time", "solved", "rated")}
    assert shown == {"on_time_first": "85.0%", "on_time": "92.3%", "solved": "86.1%", "rated": "90.9%"}
    shares = {rate: rules.Share(*found[f"grid.{rate.value}"]) for rate in (Rate.RESPONSE, Rate.SOLVED, Rate.SATISFIED)}
    weights = book_on(clock.today()).terms.weights
    assert rules.score_text(rules.score(shares, weights)) == "89.24"

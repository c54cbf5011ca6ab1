"""The figures of meetings and resolutions: each opens the list that it counts (RP-65, D6)."""

from datetime import date

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.figures import period_of, values
from shuangluan.kernel.models import Compound
from shuangluan.red_property import services
from shuangluan.red_property.queries import month_figures, months
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.figures import figures
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.months import MonthStatus as M
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import ResolutionState
from tests import build
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

YEAR = period_of("2026", date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _year(app: object) -> None:
    """September kept its promise, October did not, November waits for a signature past its day."""
    t.a_committee()
    row = record_of(t.a_signed("09-15", due="09-30")).resolutions[0]
    deed = {"by": build.actor("property_liaison"), "at": t.at("09-29 09:00")}
    build.saved(lambda: services.follow_up(row, text="已更换", to=ResolutionState.DONE, shown=Shown(1), **deed))
    t.a_signed("10-15", due="10-31")
    t.a_pending("11-09", due="12-31")
    r.a_company()


def found(username: str, area: str | None = None) -> dict[str, tuple[int, int | None]]:
    counted = values(figures(build.viewer(username), area, YEAR, clock.now()))
    return {one.figure.key.removeprefix("property."): (one.count, one.of) for one in counted}


def test_rp_65_what_is_counted():
    assert found("district_org") == {
        "resolutions_open": (2, None), "resolutions_overdue": (1, None), "resolutions_on_time": (1, 2),
        "unsigned": (1, None), "meetings": (1, 1), "missed": (0, None), "inquorate": (0, None),
        "resolved_issues": (1, None), "votes_running": (0, None), "votes_uncounted": (0, None),
        "party_orgs": (0, None), "instructors": (0, None), "uncovered": (1, None), "red_committees": (0, None),
        "terms_ending": (0, None), "showcase_commercial": (0, None), "showcase_self_governed": (0, None),
        "showcase_resettlement": (0, None), "funds_short": (0, None), "repairs_open": (0, None),
        "fee_rate_hljs": (0, 0),
    }  # fmt: skip
    assert found("district_org", build.B)["resolutions_open"] == (0, None)
    assert found("community_admin_2")["unsigned"] == (0, None)
    assert found("system_admin") == {}


@pytest.mark.parametrize("username", ["district_org", "community_admin", "property_liaison", "owners_delegate"])
def test_d6_each_number_is_as_long_as_the_list_it_opens(site: Site, username: str):
    site.sign_in(username)
    for one in values(figures(build.viewer(username), None, YEAR, clock.now())):
        if one.figure.fen:
            continue  # a sum over its list: test_fees
        lists = [(one.count, one.figure.address)] + ([(one.of, one.figure.of_address)] if one.of is not None else [])
        for number, address in lists:
            answer = site.get(address)
            assert answer.status_code == 200
            assert len(answer.soup.select("#rows tbody tr")) == number, address


def test_rp_65_a_month_without_a_meeting_is_counted_and_opens_the_table_up_to_it(site: Site):
    august = period_of("2026-08", date(2026, 11, 20))
    counted = values(figures(build.viewer("district_org"), None, august, clock.now()))
    known = {one.figure.key: one for one in counted}
    assert (known["property.missed"].count, known["property.meetings"].share) == (1, "0.0%")
    site.sign_in("district_org")
    page = site.get(known["property.missed"].figure.address)
    assert [page.words("#rows thead th")[-1], page.words("#rows tbody td")[-1]] == ["8 月", "未开"]


def test_rp_20_the_figures_of_a_month_say_what_the_table_says(writing: None):
    by = {"by": build.actor("street_staff"), "at": t.at("11-10 09:00")}
    reason = next(iter(book_on(t.day("11-10")).items.exempt_reasons))
    services.exempt_month(build.compound("御景园"), "2026-08", reason=reason, note="", **by)
    lonely = t.a_draft("07-15", table=False)
    services.declare_inquorate(lonely, reason="只有居委会", by=build.actor("property_liaison"), at=t.at("07-15 18:00"))
    t.a_draft("12-03", period="2026-12")
    who, seen = build.viewer("district_org"), set()
    for today in (date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 31), date(2027, 1, 20)):
        for period in [f"2026-{n:02d}" for n in range(6, 13)]:
            if period > f"{today:%Y-%m}":
                continue
            rows = months.matrix(who, today, until=date.fromisoformat(f"{period}-01"))
            told = {row.compound_id: row.cells[-1].month.status for row in rows if row.cells[-1].month}
            one = month_figures.MonthConditions(period, today, book_on(today))
            for rule, statuses in ((one.met, (M.HELD, M.MADE_UP)), (one.missed, (M.MISSED,))):
                found = set(db.session.scalars(select(Compound.id).where(one.due, rule)))
                assert found == {key for key, status in told.items() if status in statuses}, (today, period)
            seen |= set(told.values())
    assert seen == {M.HELD, M.INQUORATE, M.EXEMPT, M.NOT_DUE, M.MISSED}


@pytest.mark.parametrize("wrong", ["figure=property.none", "figure=property.unsigned&part=d", "figure=property.open"])
def test_a_figure_that_is_none_of_the_list_is_refused(site: Site, wrong: str):
    site.sign_in("district_org")
    assert site.get(f"/red-property/meetings?{wrong}").status_code == 400
    assert site.get("/red-property/meetings?figure=property.unsigned&period=x").status_code == 400

"""Schemes count from their day, are drafted by one and published by another; the calendar is a table (D9, D12)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, effective
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar
from tests import build
from tests.grid import shipped

CODE = "grid.settings"


def publish(day: date, payload: dict | None = None, code: str = CODE):
    with audit.transaction():
        scheme = effective.draft_scheme(
            code,
            payload or {"v": str(day)},
            effective_from=day,
            document_no="双组发〔2026〕1号",
            by=build.actor("scheme_admin"),
            at=clock.now(),
        )
        effective.publish_scheme(scheme, by=build.actor("district_org"), at=clock.now())
    return scheme


def test_the_version_in_force_is_that_of_the_day(app):
    new = publish(date(2026, 10, 1))
    before, on, long_after = (
        effective.scheme_on(CODE, d) for d in (date(2026, 9, 30), date(2026, 10, 1), date(2036, 1, 1))
    )
    assert before.id != new.id
    assert on.id == long_after.id == new.id


def test_before_the_first_version_there_is_a_sentence(app):
    with pytest.raises(RuleBroken, match=r"2017-12-31 没有生效的规则：grid\.settings"):
        effective.scheme_on(CODE, date(2017, 12, 31))
    with pytest.raises(RuleBroken, match="no such"):
        effective.documents_on([CODE, "no such"], date(2026, 1, 1))


def test_a_draft_does_not_count_and_its_drafter_does_not_publish_it(app):
    with audit.transaction():
        draft = effective.draft_scheme(
            CODE, {}, effective_from=date(2026, 1, 1), document_no="一", by=build.actor("scheme_admin"), at=clock.now()
        )
    assert effective.scheme_on(CODE, date(2026, 6, 1)).id != draft.id
    with pytest.raises(RuleBroken, match="起草人不能发布"), audit.transaction():
        effective.publish_scheme(draft, by=build.actor("scheme_admin"), at=clock.now())
    with audit.transaction():
        effective.publish_scheme(draft, by=build.actor("district_org"), at=clock.now())
    with pytest.raises(RuleBroken, match="已经发布"), audit.transaction():
        effective.publish_scheme(draft, by=build.actor("district_org"), at=clock.now())


def test_two_versions_from_one_day_cannot_both_count(app):
    publish(date(2026, 10, 1))
    with pytest.raises(IntegrityError):
        publish(date(2026, 10, 1))


def test_several_schemes_are_read_in_one_statement(app, counting):
    with counting() as statements:
        found = effective.documents_on([CODE, "grid.appeal_categories"], clock.today())
    assert set(found) == {CODE, "grid.appeal_categories"}
    assert len(statements) == 1


def test_the_table_is_the_shipped_calendar(app):
    table, files = working_calendar(), shipped.calendar()
    days = [date(2025, 1, 1) + timedelta(n) for n in range(3 * 365)]
    assert [table.is_working_day(d) for d in days] == [files.is_working_day(d) for d in days]
    assert [table.is_published(year) for year in (2025, 2026, 2027)] == [True, True, False]


def test_a_day_that_is_put_into_the_table_counts(app):
    with audit.transaction():
        db.session.execute(
            text("INSERT INTO calendar_day (day, year, kind, name) VALUES ('2026-11-23', 2026, 'rest', '测试')")
        )
        audit.noted("kernel.scheme.published", None, by=audit.SYSTEM, at=clock.now())
    calendar: Calendar = working_calendar()
    assert not calendar.is_working_day(date(2026, 11, 23))

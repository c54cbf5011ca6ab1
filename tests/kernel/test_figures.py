"""A number is a list: counted by the very select that opens it, in one statement; periods a page can ask for."""

from datetime import date

import pytest
from sqlalchemy import select, union_all

from shuangluan.kernel.figures import Figure, Reported, Value, period_of, periods_around, reported, values
from shuangluan.kernel.models import Area, Building, Compound
from shuangluan.kernel.models.figures import Relation
from shuangluan.kernel.shares import share_text

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("key", "label", "start", "end"),
    [
        ("", "2026 年", date(2026, 1, 1), date(2027, 1, 1)),
        ("2025", "2025 年", date(2025, 1, 1), date(2026, 1, 1)),
        ("2026-Q1", "2026 年第 1 季度", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q4", "2026 年第 4 季度", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-02", "2026 年 2 月", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-12", "2026 年 12 月", date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_is_a_half_open_range_with_its_word(key: str, label: str, start: date, end: date):
    found = period_of(key, DAY)
    assert (found.key, found.label, found.start, found.end) == (key or "2026", label, start, end)


@pytest.mark.parametrize(
    "key",
    ["1999", "2101", "26", "2026-0", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-11-01", "²026", "2026 ", "x"],
)
def test_anything_else_is_no_period(key: str):
    with pytest.raises(ValueError, match="时间段要写成 2026、2026-Q4 或 2026-11"):
        period_of(key, DAY)


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [("2026", "2025", "2027"), ("2026-Q1", "2025-Q4", "2026-Q2"), ("2026-12", "2026-11", "2027-01")],
)
def test_a_period_leads_to_its_neighbours(key: str, before: str, after: str):
    period = period_of(key, DAY)
    assert period.before is not None
    assert period.after is not None
    assert (period.before.key, period.after.key) == (before, after)
    assert period.before.end == period.start
    assert period.after.start == period.end


def test_the_edge_of_what_can_be_asked_has_no_neighbour():
    assert period_of("2000", DAY).before is None
    assert period_of("2000-01", DAY).before is None
    assert period_of("2100-Q4", DAY).after is None


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (DAY, ("2026-11", "2026-Q4", "2026")),
        (date(2026, 1, 1), ("2026-01", "2026-Q1", "2026")),
        (date(2024, 2, 29), ("2024-02", "2024-Q1", "2024")),
        (date(2026, 9, 30), ("2026-09", "2026-Q3", "2026")),
    ],
)
def test_this_month_this_quarter_and_this_year(day: date, keys: tuple[str, ...]):
    found = periods_around(day)
    assert tuple(each.key for each in found) == keys
    assert all(each.start <= day < each.end for each in found)


def figure(key: str, rows, of=None) -> Figure:
    return Figure(key, "grid", key, "个", "", rows, f"/{key}", of=of, of_address=f"/{key}/all")


def test_every_number_is_the_length_of_its_list_and_costs_one_statement_together(app, counting):
    both = union_all(select(Building.id), select(Building.id)).subquery()
    declared = [
        figure("areas", select(Area.code).order_by(Area.name)),
        figure("first", select(Building.id).where(Building.number == "1号楼"), of=select(Building.id)),
        figure("none", select(Compound.id).where(Compound.name == "x")),
        figure("twice", select(both.c.id)),
    ]
    with counting() as statements:
        found = values(declared)
    assert len(statements) == 1
    session_rows = [len(app.extensions["sqlalchemy"].session.execute(each.rows).all()) for each in declared]
    assert [value.count for value in found] == session_rows
    assert [value.of for value in found] == [None, 6, None, None]
    assert [value.share for value in found] == ["", "33.3%", "", ""]
    assert [value.figure.key for value in found] == ["areas", "first", "none", "twice"]


def test_without_figures_nothing_is_asked(app, counting):
    with counting() as statements:
        assert values([]) == []
    assert statements == []


def test_what_was_reported_comes_in_one_statement_as_it_was_published(app, counting):
    with counting() as statements:
        found = {each.key: each for each in reported()}
    assert len(statements) == 1
    assert len(found) == 28
    assert found["report.people_served"].text == "≥ 40,000 人次"
    assert found["grid.teams"].text == "69 支"
    assert found["center.over_1000_share"].text == "36%"
    assert found["report.activities"].wording == "“500余场次”"
    assert all(each.source for each in found.values())


def test_a_reported_number_is_no_live_value():
    told = Reported("grid.teams", "grid", "团队", Relation.EQUAL, 69, "支", "", "报道", None)
    assert not isinstance(told, Value)
    assert not hasattr(told, "count")


@pytest.mark.parametrize(
    ("n", "d", "text"),
    [
        (34, 40, "85.0%"), (36, 39, "92.3%"), (31, 36, "86.1%"), (40, 44, "90.9%"), (46, 50, "92.0%"),
        (9999, 10000, "99.9%"), (1, 10000, "0.1%"), (0, 7, "0.0%"), (7, 7, "100.0%"), (0, 0, "—"),
        (1, 2000, "0.1%"), (1, 8, "12.5%"), (1, 16, "6.3%"), (3, 2, "150.0%"),
    ],
)  # fmt: skip
def test_a_share_is_written_as_the_handbook_says(n: int, d: int, text: str):
    assert share_text(n, d) == text

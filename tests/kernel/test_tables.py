"""A register declared once: what an address may ask of it, how the answer is written back, how far it counts."""

from types import SimpleNamespace

import pytest
from sqlalchemy import literal, select
from werkzeug.datastructures import MultiDict

from shuangluan.kernel.tables import (
    CAP,
    BadParameter,
    Column,
    Filter,
    Page,
    Table,
    View,
    ids_of_page,
    page_of,
    total_text,
)

THINGS = Table(
    "things",
    "东西",
    (
        Column("name", "名称", kind="link", value=lambda row: (row.name, "/x")),
        Column("due", "期限", sort=True, value=lambda row: ("明天", "soon"), written=lambda row: "2026-11-21"),
        Column("made", "登记", sort=True),
        Column("note", "备注", shown=False),
    ),
    (
        Filter("q", "关键词"),
        Filter("kind", "类别", "choice", (("a", "甲"), ("b", "乙"))),
        Filter("on", "登记日期", "dates"),
        Filter("mine", "只看我的", "flag"),
        Filter("place", "小区", suggest="x.y", more=True),
    ),
    (
        View("open", "在办"),
        View("all", "全部", sort="made", desc=True, sorts=("made",)),
    ),
    default_sort="due",
)


def ask(query: str = "", **options):
    pairs = [tuple(pair.split("=", 1)) for pair in query.split("&") if pair]
    return THINGS.asked(MultiDict(pairs), options or None)


def test_without_parameters_it_is_the_first_view_in_its_own_order():
    asked = ask()
    assert (asked.view, asked.sort, asked.desc, asked.page, asked.size) == ("open", "due", False, 1, 20)
    assert [column.key for column in asked.columns] == ["name", "due", "made"]
    assert asked.url() == "?view=open"


def test_a_view_may_open_in_an_order_of_its_own():
    asked = ask("view=all")
    assert (asked.sort, asked.desc) == ("made", True)
    assert asked.url() == "?view=all"  # its own order need not be said
    assert ask("view=all&sort=made").desc is False
    assert ask("view=all&sort=made").url() == "?view=all&sort=made&desc=0"


@pytest.mark.parametrize(
    "query",
    [
        "sort=name", "sort=score", "view=mine", "view=all&sort=due", "page=0", "page=-1", "page=²", "page=1e3",
        "page=99999999999", "size=19", "size=500", "desc=2", "kind=c", "on_from=2026-13-01", "on_to=morgen", "mine=2",
        "col=salary", "col=name&col=salary",
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused_with_a_sentence(query: str):
    with pytest.raises(BadParameter) as refused:
        ask(query)
    assert len(str(refused.value)) > 8


def test_every_order_that_is_offered_can_be_asked_for():
    for view in THINGS.views:
        for key in THINGS.sorts_in(view.key):
            assert ask(f"view={view.key}&sort={key}").sort == key
    assert THINGS.sorts_in("all") == {"made"}
    assert ask("view=all").sorts(THINGS.columns[1]) is False


def test_the_address_written_back_asks_for_the_same():
    query = "q=路灯&kind=b&on_from=2026-11-01&on_to=2026-11-20&mine=1&place=7&view=open&sort=made&desc=1&size=50&page=3"
    asked = ask(f"{query}&col=name&col=note&area=130803003")
    again = THINGS.asked(MultiDict(asked.query()))
    assert again == asked


def test_a_changed_filter_begins_at_the_first_page_and_a_turned_page_keeps_the_filters():
    asked = ask("kind=a&page=4")
    assert "page" not in dict(asked.query(kind="b"))
    assert dict(asked.query(page=5)) == {"kind": "a", "view": "open", "page": "5"}
    assert "page" not in dict(asked.query(page=None))


def test_another_view_keeps_the_filters_and_takes_its_own_order():
    asked = ask("kind=a&sort=made&desc=1&page=2")
    assert asked.view_url("all") == "?kind=a&view=all"


def test_sorting_again_turns_the_order_round():
    asked = ask("kind=a")
    assert asked.sort_url("due") == "?kind=a&view=open&sort=due&desc=1"
    assert asked.sort_url("made") == "?kind=a&view=open&sort=made&desc=0"


def test_the_list_of_a_figure_stands_in_no_view():
    asked = ask("figure=things.open&part=d&period=2026-11&view=all&kind=a")
    assert asked.view == ""
    assert dict(asked.query()) == {"figure": "things.open", "part": "d", "period": "2026-11", "kind": "a"}
    assert asked.view_url("open") == "?kind=a&view=open"
    assert THINGS.sorts_in("") == {"due", "made"}


def test_choices_that_come_at_run_time_take_the_place_of_the_declared_ones():
    assert ask("kind=z", kind=[("z", "丙")]).said == ["类别：丙"]
    with pytest.raises(BadParameter):
        ask("kind=a", kind=[("z", "丙")])


def test_conditions_are_said_in_words():
    asked = ask("q=路灯&kind=a&on_from=2026-11-01&mine=1&place=7")
    assert asked.said == ["关键词：路灯", "类别：甲", "登记日期：2026-11-01 至 今天", "只看我的：是", "小区：7"]
    assert asked.naming("place", "御景园").said[-1] == "小区：御景园"
    assert asked.naming("place", "").said[-1] == "小区：7"
    assert ask("on_to=2026-11-20").said == ["登记日期：不限 至 2026-11-20"]
    assert ask("mine=0").said == []
    assert asked.cleared_url() == "?view=open"


def test_what_is_typed_is_cleaned_and_cut():
    asked = ask("q=" + " 路\x00灯" + "x" * 200)
    assert asked.values["q"].startswith("路灯x")
    assert len(asked.values["q"]) == 100
    assert ask("q=  ").values == {}


def test_a_workbook_gets_words_and_a_date_that_holds_tomorrow():
    row = SimpleNamespace(name="路灯", made=3, note=None)
    assert [column.plain(row) for column in THINGS.columns] == ["路灯", "2026-11-21", 3, None]


def test_a_page_knows_whether_there_is_another_from_one_row_more():
    asked = ask("page=2&size=20")
    page = page_of(list(range(21)), 61, asked)
    assert (len(page.rows), page.has_next, page.first, page.last) == (20, True, 21, 40)
    assert page_of([], 0, ask()).first == 0
    statement = str(ids_of_page(select(literal(1).label("id")), [literal(1)], asked))
    assert "LIMIT" in statement
    assert "OFFSET" in statement


def test_totals_are_exact_to_a_thousand():
    assert total_text(0) == "0"
    assert total_text(CAP) == "1000"
    assert total_text(CAP + 1) == "1000+"
    assert Page([1], CAP + 1, 1, 20, True).capped


@pytest.mark.parametrize(
    ("total", "number", "offered"),
    [(0, 1, [1]), (20, 1, [1]), (61, 1, [1, 2, 3, 4]), (61, 4, [1, 2, 3, 4]), (400, 9, [7, 8, 9, 10, 11]),
     (CAP + 1, 50, [46, 47, 48, 49, 50]), (CAP + 1, 77, [46, 47, 48, 49, 50, 77])],
)  # fmt: skip
def test_page_numbers_are_offered_around_this_one_inside_what_was_counted(total, number, offered):
    assert Page([1], total, number, 20, False).numbers == offered

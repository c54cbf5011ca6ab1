"""The list of appeals: its views and their numbers, its filters and orders, who sees what, how much it costs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import figures, register
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.tables import APPEALS, VIEWS
from shuangluan.kernel import clock
from shuangluan.kernel.figures import period_of
from shuangluan.kernel.permissions import GRANTS, ROLES
from tests import build
from tests.conftest import NOW
from tests.grid import deeds
from tests.site import Answer, Site

LIST = "/grid/appeals"


def ago(**span: int) -> datetime:
    return NOW - timedelta(**span)


def titles(answer: Answer) -> list[str]:
    return answer.words("#rows tbody th a")


def tabs(answer: Answer) -> dict[str, str]:
    """View → number on its tab."""
    return {str(a["id"])[5:]: a.select_one("i").text for a in answer.soup.select("[id^=view-]") if a.name == "a"}


def cells(answer: Answer, heading: str) -> list[str]:
    """The column under a heading."""
    heads = answer.words("#rows thead th")
    place = heads.index(heading)
    rows = answer.soup.select("#rows tbody tr")
    found = [row.find_all(["td", "th"], recursive=False)[place] for row in rows]
    return [" ".join(cell.get_text(" ", strip=True).split()) for cell in found]


def one_of_each() -> dict[str, Appeal]:
    """An appeal for each view, titled by it."""
    made = {
        "new": build.an_appeal("待受理的"),
        "overdue": build.an_accepted_appeal("逾期的", at=ago(days=20)),
        "soon": build.an_accepted_appeal("快到期的", at=ago(days=6)),
        "answered": build.an_answered_appeal("反馈了的"),
        "closed": build.a_closed_appeal("办结了的"),
        "paused": deeds.paused(),
        "shelved": deeds.shelved(),
        "unlocated": deeds.unlocated(),
        "voided": deeds.voided(),
    }
    for key in ("paused", "shelved", "unlocated", "voided"):
        retitled(made[key], {"paused": "挂起的", "shelved": "挂账的", "unlocated": "没定位的", "voided": "作废的"}[key])
    return made


def retitled(appeal: Appeal, title: str) -> None:
    def deed() -> None:
        services.comment_appeal(
            appeal, text="改题", for_reporter=False, by=build.actor("community_admin"), at=clock.now()
        )
        appeal.title = title

    build.saved(deed)


IN_VIEW = {
    "open": {"待受理的", "逾期的", "快到期的", "反馈了的", "挂起的", "没定位的"},
    "overdue": {"逾期的"},
    "soon": {"快到期的"},
    "verifying": {"反馈了的"},
    "paused": {"挂起的"},
    "unlocated": {"没定位的"},
    "shelved": {"挂账的"},
    "closed": {"办结了的", "挂账的"},
    "all": {"待受理的", "逾期的", "快到期的", "反馈了的", "办结了的", "挂起的", "挂账的", "没定位的", "作废的"},
}


def test_each_view_shows_its_own_and_its_tab_says_how_many(site):
    one_of_each()
    site.sign_in("community_admin")
    for view, expected in IN_VIEW.items():
        answer = site.get(f"{LIST}?view={view}")
        assert set(titles(answer)) == expected, view
        assert tabs(answer) == {key: str(len(held)) for key, held in IN_VIEW.items()}
        assert answer.soup.select_one(f"#view-{view}")["aria-current"] == "page"


def test_only_what_wants_attention_is_red(site):
    one_of_each()
    site.sign_in("community_admin")
    answer = site.get(LIST)
    assert {str(a["id"]) for a in answer.soup.select(".tabs a") if a.select_one("i.hot")} == {
        "view-overdue", "view-unlocated"
    }  # fmt: skip
    assert "late" in answer.soup.find("a", string="逾期的").find_parent("tr")["class"]
    assert not answer.soup.find("a", string="快到期的").find_parent("tr").get("class")


def test_the_tabs_of_the_specification_are_there(app):
    labels = [view.label for view in VIEWS]
    assert {"在办", "逾期", "3 日内到期", "待回访", "挂起", "挂账", "已办结", "待定位", "全部"} == set(labels)
    assert set(register.VIEWS) == {view.key for view in VIEWS}


def test_deadlines_are_in_words(site):
    one_of_each()
    build.an_appeal("昨天没受理的", at=ago(days=1))
    build.an_appeal("刚过受理期限的", at=ago(hours=20))
    build.an_accepted_appeal("电梯困人", at=ago(hours=1), category="lift_trapped")
    site.sign_in("community_admin")
    answer = site.get(f"{LIST}?view=all")
    due = dict(zip(titles(answer), cells(answer, "期限"), strict=True))
    assert due["待受理的"] == "今天 15:30 前受理"
    assert due["昨天没受理的"] == "受理逾期 1 天"
    assert due["刚过受理期限的"] == "受理逾期 1 小时"
    assert due["逾期的"] == "逾期 11 天"
    assert due["快到期的"] == "3 天后"
    assert due["挂起的"] == "挂起，剩 5 个工作日"
    assert due["挂账的"] == "复核 2027-01-20"
    assert due["电梯困人"] == "明天 09:00"
    assert due["办结了的"] == due["反馈了的"] == "11-27"
    assert due["作废的"] == "—"


def test_what_comes_first_is_what_is_due_first_and_a_standing_clock_comes_last(site):
    one_of_each()
    site.sign_in("community_admin")
    rising = titles(site.get(LIST))
    assert rising[0] == "逾期的"
    assert rising[-1] == "挂起的"
    assert rising.index("待受理的") < rising.index("快到期的") < rising.index("没定位的")
    assert titles(site.get(f"{LIST}?sort=due&desc=1")) == rising[::-1]


def test_rows_of_one_moment_keep_one_order_over_the_pages(site):
    for n in range(23):
        build.an_appeal(f"第{n}件")
    site.sign_in("community_admin")
    for order in ("view=open", "view=open&sort=due&desc=1", "view=all", "view=open&sort=registered_at"):
        first, second = (titles(site.get(f"{LIST}?{order}&page={n}")) for n in (1, 2))
        assert (len(first), len(second)) == (20, 3)
        assert len({*first, *second}) == 23


FOUND: list[tuple[str, set[str]]] = [
    ("q=路灯", {"路灯不亮"}),
    ("q=SL-20261120-002", {"路灯不亮"}),
    ("q=sl-1120-002", {"路灯不亮"}),
    ("q=1120-002", {"路灯不亮"}),
    ("q=ldbl", {"路灯不亮"}),
    ("q=锦绣苑", set()),
    ("q=100%25", set()),
    ("category=corridor_light", {"路灯不亮"}),
    ("domain=order", {"楼上吵"}),
    ("level=urgent", {"电梯困人"}),
    ("state=accepted", {"电梯困人"}),
    ("source=hotline", {"楼上吵"}),
    ("compound=御景", {"路灯不亮", "楼上吵", "电梯困人"}),
    ("compound=没有这个", set()),
    ("handler=御景物业", {"办完了"}),
    ("handler=住建", set()),
    ("on_from=2026-11-20", {"路灯不亮", "楼上吵", "电梯困人", "办完了"}),
    ("on_from=2026-11-19&on_to=2026-11-19", {"昨天的"}),
    ("closed_from=2026-11-20&closed_to=2026-11-20", {"办完了"}),
    ("closed_to=2026-11-19", set()),
    ("q=灯&category=noise_fume", set()),
]


def found_things() -> None:
    build.an_appeal("昨天的", at=ago(days=1), where=build.place("锦绣苑"), by="community_admin_2")
    build.an_appeal("昨天的", at=datetime(2026, 11, 19, 23, 59, 59, tzinfo=clock.CST))
    build.an_appeal("楼上吵", category="neighbour_dispute", source="hotline")
    build.an_appeal("路灯不亮", category="corridor_light")
    build.an_accepted_appeal("电梯困人", category="lift_trapped")
    build.a_closed_appeal("办完了")


@pytest.fixture
def found(site: Site) -> Site:
    found_things()
    site.sign_in("community_admin")
    return site


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_a_filter_finds_what_it_says(found: Site, query: str, expected: set[str]):
    every = titles(found.get(f"{LIST}?view=all&{query}"))
    if query.startswith("compound=御景"):
        expected = {*expected, "昨天的", "办完了"}
    assert set(every) == expected
    assert len(every) == len(expected)


def test_a_compound_is_asked_for_by_its_id_and_named_by_its_name(found: Site):
    answer = found.get(f"{LIST}?view=all&compound={build.compound('御景园').id}")
    assert len(titles(answer)) == 5
    assert answer.soup.select_one("#filter-compound")["data-text"] == "御景园"
    foreign = found.get(f"{LIST}?view=all&compound={build.compound('锦绣苑').id}")
    assert titles(foreign) == []
    assert "锦绣苑" not in foreign.text


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "2147483648", "²"])
def test_a_compound_that_no_database_holds_finds_nothing(found: Site, number: str):
    assert titles(found.get(f"{LIST}?view=all&compound={number}")) == []


def test_conditions_that_are_folded_away_stand_as_tokens_that_can_be_removed(found: Site):
    answer = found.get(f"{LIST}?view=all&level=urgent&q=电梯")
    assert answer.words(".token") == ["等级：紧急 × ，去掉这个条件"]
    assert titles(found.get(LIST + answer.soup.select_one(".token")["href"])) == ["电梯困人"]


def test_archived_is_derived_from_the_window_to_reopen(site):
    build.a_closed_appeal("早就办结的", at=ago(days=40))
    build.a_closed_appeal("刚办结的")
    site.sign_in("community_admin")
    assert titles(site.get(f"{LIST}?view=all&state=archived")) == ["早就办结的"]
    assert titles(site.get(f"{LIST}?view=all&state=closed")) == ["刚办结的"]
    both = site.get(f"{LIST}?view=closed")
    assert dict(zip(titles(both), cells(both, "状态"), strict=True)) == {"早就办结的": "已归档", "刚办结的": "已办结"}


@pytest.mark.parametrize(
    "query",
    ["sort=score", "view=all&sort=due", "view=mine", "page=0", "size=7", "category=zz", "state=gone",
     "domain=property&category=petition", "on_from=20261120x", "mine=x", "col=salary", "area=999",
     "figure=grid.nothing", "figure=grid.response", "figure=grid.overdue&part=x", "figure=grid.overdue&part=d",
     "figure=grid.intake&period=2026-13"],
)  # fmt: skip
def test_a_parameter_outside_its_list_is_a_400(site, query: str):
    site.sign_in("community_admin")
    assert site.get(f"{LIST}?{query}").status_code == 400


def test_a_list_ends_at_the_scope(site):
    build.an_appeal("甲社区的")
    build.an_appeal("乙社区的", where=build.place("锦绣苑"), by="community_admin_2")
    seen = {
        "community_admin": {"甲社区的"}, "community_admin_2": {"乙社区的"}, "street_staff": {"甲社区的"},
        "street_staff_2": {"乙社区的"}, "district_org": {"甲社区的", "乙社区的"}, "auditor": {"甲社区的", "乙社区的"},
        "department": set(), "property_liaison": set(),
    }  # fmt: skip
    for username, expected in seen.items():
        site.sign_in(username)
        answer = site.get(f"{LIST}?view=all")
        assert set(titles(answer)) == expected, username
        assert tabs(answer)["all"] == str(len(expected))


def test_the_scope_switcher_narrows_the_list_and_its_numbers(site):
    test_a_list_ends_at_the_scope(site)
    site.sign_in("district_org")
    answer = site.get(f"{LIST}?view=all&area={build.B}")
    assert titles(answer) == ["乙社区的"]
    assert tabs(answer)["all"] == "1"
    assert "area=" + build.B in answer.soup.select_one("#view-open")["href"]
    site.sign_in("community_admin")
    assert site.get(f"{LIST}?area={build.B}").status_code == 404


def test_restricted_ones_are_not_even_counted(site):
    build.an_appeal("涉访的", category="petition", by="community_staff")
    counted = {"community_admin": "0", "street_staff": "1", "community_staff": "1", "auditor": "1"}
    for username, number in counted.items():
        site.sign_in(username)
        answer = site.get(f"{LIST}?view=all")
        assert tabs(answer)["all"] == number, username
        assert len(titles(answer)) == int(number)


def test_only_mine_is_what_i_wrote_what_came_to_me_and_what_lies_where_i_am_appointed(site):
    build.an_appeal("社区登记的", where=build.place("御景园", "1号楼"))
    build.an_appeal("网格员登记的", by="grid_worker", where=build.place("御景园", "3号楼"))
    build.a_dispatched_appeal("派给物业的", where=build.place("御景园", "4号楼"))
    expected = {
        "grid_worker": {"社区登记的", "网格员登记的"},  # his grid has 1号楼 and 2号楼
        "grid_worker_3": {"网格员登记的", "派给物业的"},
        "grid_leader": {"社区登记的", "网格员登记的", "派给物业的"},
        "property_liaison": {"派给物业的"},
        "community_admin": {"社区登记的", "派给物业的"},
        "street_staff": set(),
    }
    for username, mine in expected.items():
        site.sign_in(username)
        assert set(titles(site.get(f"{LIST}?mine=1"))) == mine, username


def test_a_figure_opens_exactly_what_it_counts(site):
    one_of_each()
    site.sign_in("community_admin")
    viewer, period = build.viewer("community_admin"), period_of("2026-11", clock.today())
    opened = 0
    for figure in figures.figures(viewer, None, period, clock.now()):
        for rows, address in ((figure.rows, figure.address), (figure.of, figure.of_address)):
            if rows is None or not address.startswith(LIST + "?"):
                continue
            number = len(db.session.scalars(rows).all())
            answer = site.get(f"{address}&size=100")
            assert len(titles(answer)) == number, address
            assert f"共 {number} 条" in (answer.words(".pager") or ["共 0 条"])[0]
            assert figure.definition in answer.words(".note")[0]
            assert not answer.soup.select(".tabs [aria-current]")
            opened += 1
    assert opened > 12


def test_the_views_that_a_figure_counts_too_count_the_same(site):
    one_of_each()
    seen = Seen(build.viewer("district_org"), clock.now())
    pairs = {
        "grid.open_cases": "open", "grid.overdue": "overdue", "grid.suspended": "paused", "grid.shelved": "shelved",
        "grid.unlocated": "unlocated",
    }  # fmt: skip
    declared = {f.key: f for f in figures.figures(seen.viewer, None, period_of("", seen.day), seen.now)}
    tally = register.tally(APPEALS.asked(_args("view=all")), seen)
    for key, view in pairs.items():
        assert len(db.session.scalars(declared[key].rows).all()) == tally.views[view] > 0


def _args(query: str) -> Any:
    return MultiDict(pair.split("=") for pair in query.split("&"))


def test_numbers_end_at_a_thousand(app, monkeypatch):
    monkeypatch.setattr("shuangluan.kernel.tables.CAP", 2)
    for n in range(4):
        build.an_appeal(str(n))
    seen = Seen(build.viewer("community_admin"), clock.now())
    assert register.tally(APPEALS.asked(_args("view=open")), seen).views["all"] == 3  # counted to one beyond


@pytest.mark.parametrize(
    "query", ["", "?view=all&q=灯", "?view=closed&mine=1", "?figure=grid.intake&period=2026", "?compound=1"]
)
def test_it_costs_the_same_for_few_and_for_many(site, counting: Callable[[], Any], query: str):
    build.an_appeal("灯")
    build.a_closed_appeal("灯")
    site.sign_in("community_admin")
    site.get(LIST)  # the areas are read once per process
    with counting() as few:
        site.get(LIST + query)
    for n in range(25):
        build.an_appeal(f"灯 {n}")
    build.a_dispatched_appeal("灯")
    with counting() as many:
        assert titles(site.get(LIST + query)) or "closed" in query
    with counting() as fragment:
        site.get(LIST + query, htmx=True)
    assert len(few) == len(many) <= 5
    assert len(fragment) <= 4


def test_saved_views_are_tabs_with_a_live_number_in_the_same_statement(site, counting: Callable[[], Any]):
    build.an_appeal("灯")
    site.sign_in("community_admin")
    for name, query in (("灯的", "q=灯&view=all"), ("大类改过的", "view=open&category=corridor_light&domain=order")):
        kept = site.post("/views", {"table_key": "appeals", "query": query, "name": name})
        assert kept.status_code == 303
    with counting() as statements:
        answer = site.get(LIST)
    assert len(statements) <= 5
    assert answer.words(".tabs > a:not([id])") == ["大类改过的", "灯的 1"]  # what can no longer be asked has no number
    opened = site.get(LIST + answer.soup.select(".tabs > a:not([id])")[1]["href"])
    assert titles(opened) == ["灯"]
    assert opened.words(".tabs [aria-current]") == ["灯的 1"]


def test_a_view_is_kept_from_the_page_itself(site):
    site.sign_in("community_admin")
    answer = site.submit(site.get(f"{LIST}?view=all&q=灯"), "form[action='/views']", name="全部的灯")
    assert answer.status_code == 303
    assert "全部的灯 0" in site.get(answer.location).words(".tabs a")


def test_a_fragment_is_the_rows_and_what_carries_the_filters(site):
    build.an_appeal("路灯不亮", category="corridor_light")
    site.sign_in("community_admin")
    answer = site.get(f"{LIST}?category=corridor_light&q=&state=", htmx=True)
    assert not answer.is_page
    assert answer.soup.select_one("#rows tbody tr")
    outside = {str(tag["id"]) for tag in answer.soup.select("[hx-swap-oob]")}
    assert outside == {*(f"view-{view.key}" for view in VIEWS), "filter-rest", "export"}
    assert "category=corridor_light" in answer.soup.select_one("#view-all")["href"]
    assert answer.headers["HX-Push-Url"] == f"{LIST}?category=corridor_light&view=open"
    assert "HX-Request" in answer.headers["Vary"]


def test_a_refresh_of_the_same_list_adds_nothing_to_the_history(site):
    site.sign_in("community_admin")
    here = {"HX-Current-URL": f"http://localhost{LIST}?view=open"}
    assert "HX-Push-Url" not in site.get(f"{LIST}?view=open", htmx=True, headers=here).headers


def test_the_columns_are_chosen_and_a_reporter_is_masked(site):
    build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    assert "诉求人" not in site.get(LIST).words("thead th")
    answer = site.get(f"{LIST}?col=no&col=title&col=reporter&col=level&col=community&col=source&col=place")
    assert cells(answer, "诉求人") == ["演** 138****0000"]
    assert cells(answer, "等级") == ["一般"]
    assert cells(answer, "社区") == ["万和城社区"]
    assert cells(answer, "来源") == ["来电来访"]
    assert cells(answer, "地点") == ["御景园1号楼"]
    assert build.PHONE not in answer.text
    assert "演示居民" not in answer.text


def test_a_reporter_who_asked_for_it_is_hidden_from_who_handles_it(site):
    hidden = services.ReporterFacts(
        rules.ReporterKind.RESIDENT, "演示居民", build.PHONE, wants_reply=True, hide_from_handler=True
    )
    build.a_dispatched_appeal("楼上吵", reporter=hidden)
    for username, shown in (("property_liaison", "要求保密"), ("community_admin", "演** 138****0000")):
        site.sign_in(username)
        assert cells(site.get(f"{LIST}?col=reporter"), "诉求人") == [shown]


def test_an_empty_list_says_why_and_what_to_do(site):
    site.sign_in("community_admin")
    for view in VIEWS:
        answer = site.get(f"{LIST}?view={view.key}")
        assert answer.soup.select_one(".empty h2")
        assert answer.soup.select(".empty .btn"), view.key
    filtered = site.get(f"{LIST}?q=没有的&category=corridor_light")
    assert filtered.words(".empty p") == ["关键词：没有的；类别：楼道照明"]
    assert filtered.words(".empty .btn") == ["去掉全部条件", "在全部诉求里找"]
    assert site.get(LIST + filtered.soup.select(".empty .btn")[1]["href"]).status_code == 200
    assert site.get(f"{LIST}?page=7").words(".empty h2") == ["这一页没有诉求"]


@pytest.mark.parametrize("role", ROLES)
def test_every_reader_gets_a_sound_page_and_the_others_a_403(site, role: str):
    build.a_dispatched_appeal()
    deeds.assisted()
    site.sign_in(role)
    may = role in GRANTS["grid:appeal:read"]
    for query in ("", "?view=all", "?view=closed&size=50"):
        for htmx in (False, True):
            assert site.get(LIST + query, htmx=htmx).status_code == (200 if may else 403)


def test_what_a_role_may_not_do_is_not_offered(site):
    build.an_accepted_appeal()
    offered = {
        "community_admin": (True, True, True), "auditor": (False, True, False), "department": (False, True, False),
        "grid_worker": (True, True, False), "district_org": (True, True, True),
    }  # fmt: skip
    for username, (registers, exports, ticks) in offered.items():
        site.sign_in(username)
        answer = site.get(f"{LIST}?view=all")
        assert bool(answer.soup.select("a[href='/grid/appeals/new']")) is registers, username
        assert bool(answer.soup.select("#export")) is exports, username
        assert bool(answer.soup.select("#bulk")) is ticks, username

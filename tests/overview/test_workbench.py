"""工作台: put together from every slice's to-dos, useful to every role, in a constant number of statements."""

from datetime import datetime, timedelta

import pytest

from shuangluan.kernel import clock, drafts
from shuangluan.kernel.audit import transaction
from shuangluan.kernel.permissions import ROLES
from shuangluan.overview import workbench
from shuangluan.overview.queries import FIRST_FEW, PAGE, Pile, Todo, piles
from tests import build
from tests.overview.conftest import STEPS, todo_rows

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=clock.CST)  # a Friday
MIDNIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=clock.CST)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (at("11-18 17:30"), "逾期 2 天", "late"),
        (at("11-20 00:00"), "逾期 1 天", "late"),
        (at("11-20 07:59"), "逾期 2 小时", "late"),
        (at("11-20 09:35"), "逾期 25 分钟", "late"),
        (NOW - timedelta(seconds=5), "逾期 1 分钟", "late"),
        (NOW, "今天 10:00", "soon"),
        (at("11-20 17:30"), "今天 17:30", "soon"),
        (MIDNIGHT, "今天", "soon"),
        (at("11-21 09:00"), "明天 09:00", "soon"),
        (at("11-23 00:00"), "后天", "soon"),
        (at("11-24 00:00"), "3 天后", "soon"),
        (at("11-25 00:00"), "4 天后", ""),
        (at("11-30 00:00"), "9 天后", ""),
        (at("12-01 00:00"), "11-30", ""),
        (datetime(2027, 1, 8, tzinfo=clock.CST), "2027-01-07", ""),
    ],
)
def test_a_deadline_is_said_relative_to_now(due: datetime, words: str, tone: str):
    assert workbench.due_words(due, NOW) == (words, tone)


def test_without_a_deadline_nothing_is_said():
    assert workbench.due_words(None, NOW) is None


def test_to_dos_stand_under_the_time_in_which_they_fall_due():
    days = ("11-19 09:00", "11-20 09:59", "11-21 00:00", "11-22 09:00", "11-23 00:00", "11-23 09:00")
    dues = [*(at(day) for day in days), None]
    rows = [Todo(STEPS[0], number, "", "", due) for number, due in enumerate(dues)]
    found = [(one.label, one.is_hot, len(one.rows)) for one in workbench.headings(rows, NOW)]
    assert found == [
        ("已逾期", True, 2),
        ("今天到期", False, 1),
        ("本周到期", False, 2),
        ("以后到期", False, 1),
        ("没有期限", False, 1),
    ]


@pytest.mark.parametrize(
    ("total", "late", "today", "words"),
    [
        (0, 0, 0, "现在没有等你办的事。"),
        (6, 1, 2, "有 6 件事等你办：1 件已逾期，2 件今天到期。"),
        (2, 0, 1, "有 2 件事等你办：1 件今天到期。"),
        (3, 0, 0, "有 3 件事等你办，都还没到期。"),
    ],
)
def test_the_head_says_how_much_there_is(total: int, late: int, today: int, words: str):
    assert workbench.summary([Pile("mine", "等我办", total, late, today)]) == words


def test_every_role_is_told_what_it_is_here_for():
    assert set(workbench.DUTIES) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_to_dos_gets_a_calm_page_with_its_role_and_its_ways_on(site, slices, role: str):
    site.sign_in(role)
    answer = site.get("/")
    assert answer.status_code == 200
    assert answer.words("h1") == ["11月20日 星期五"]
    assert answer.words(".empty h2") == ["手头没有等你办的事"]
    assert ROLES[role] in answer.words("[aria-labelledby=h-roles] b")
    assert workbench.DUTIES[role] in answer.words("[aria-labelledby=h-roles] small")
    assert answer.soup.select('.empty .acts a[href="/account"]')
    assert not answer.soup.select(".hotc:not(#count-bell), .late")


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_begin_follows_the_permission(site, slices, role: str):
    site.sign_in(role)
    labels = site.get("/").words(".head .acts a")
    who = build.viewer(role)
    expected = ["记录联席会"] if who.can("red_property:meeting:record") else []
    assert labels == expected + (["随手报", "登记诉求"] if who.can("grid:appeal:register") else [])


def test_to_dos_of_two_slices_stand_together_by_group_and_by_due_time(site, slices):
    slices.wait(("far.sign", 1, "纪要等签", at("11-25 00:00")), ("far.review", 2, "复核", None))
    slices.wait(("near.verify", 3, "灯不亮", at("11-19 00:00")), ("near.receive", 4, "堵了", MIDNIGHT))
    slices.todo.append(lambda viewer, now: None)
    site.sign_in("community_admin")
    answer = site.get("/")
    assert answer.words(".head p") == ["有 4 件事等你办：1 件已逾期，1 件今天到期。"]
    assert answer.words("#todo h2") == ["等我办", "等我审", "派给我的"]
    assert answer.words("#todo .rows .g a") == ["灯不亮", "纪要等签", "复核", "堵了"]
    assert answer.words("#todo .rows small") == ["第 3 号", "第 1 号", "第 2 号", "第 4 号"]
    assert answer.words(".due") == ["逾期 2 天", "4 天后", "今天"]
    assert answer.words("h3.grp.hot") == ["已逾期 1"]
    assert answer.words(".tabs a") == ["全部 4", "等我办 2", "等我审 1", "派给我的 1"]
    assert answer.words(".tabs i.hot") == ["2"]


def test_a_to_do_leads_to_its_record_and_to_its_one_action(site, slices):
    slices.wait(("near.receive", 4, "堵了", None), ("near.verify", 5, "灯不亮", None))
    site.sign_in("community_admin")
    answer = site.get("/")
    assert [a["href"] for a in answer.soup.select("#todo .rows .g a")] == ["/attachments/5", "/drafts/4"]
    assert answer.words("#todo .rows .btn") == ["核查", "签收"]
    assert [a["href"] for a in answer.soup.select("#todo .rows .btn")] == ["/attachments/5", "/drafts/4/removal"]


def test_the_order_is_by_due_time_then_by_record(app, slices):
    dues = {7: at("11-22 00:00"), 3: at("11-22 00:00"), 9: None, 1: None, 5: at("11-21 08:00")}
    slices.wait(*(("near.verify", n, "x", due) for n, due in dues.items()))
    [mine, *_] = piles(viewer=build.viewer("community_admin"), now=NOW)
    assert [row.record_id for row in mine.rows] == [5, 3, 7, 1, 9]
    assert mine.rows[0].due_at == at("11-21 08:00")
    assert mine.rows[0].due_at.tzinfo is not None


def test_what_is_due_this_very_moment_is_not_late_yet(app, slices):
    slices.wait(("near.verify", 1, "x", NOW), ("near.verify", 2, "y", NOW - timedelta(seconds=1)))
    [mine, *_] = piles(viewer=build.viewer("community_admin"), now=NOW)
    assert (mine.total, mine.late, mine.today) == (2, 1, 1)


def test_a_long_group_is_cut_and_its_rest_is_one_click_away(site, slices):
    many = PAGE + 5
    slices.wait(*(("near.verify", n, f"第{n}件", None) for n in range(1, many + 1)))
    slices.wait(("far.review", 1, "复核", None))
    site.sign_in("community_admin")
    first = site.get("/")
    assert len(first.soup.select("[aria-labelledby=h-mine] .rows li")) == FIRST_FEW
    [rest] = first.soup.select("[aria-labelledby=h-mine] p .btn")
    assert rest.text == f"看其余 {many - FIRST_FEW} 件"
    alone = site.get(rest["href"])
    assert alone.words("#todo h2") == ["等我办"]
    assert len(alone.soup.select("#todo .rows li")) == PAGE
    assert alone.words(".tabs [aria-current]") == [f"等我办 {many}"]
    assert alone.words(".tabs a") == [f"全部 {many + 1}", f"等我办 {many}", "等我审 1"]
    last = site.get(alone.soup.select_one(".pager a")["href"])
    assert last.words("#todo .rows .g a") == [f"第{n}件" for n in range(PAGE + 1, many + 1)]
    beyond = site.get("/?group=mine&page=99")
    assert beyond.status_code == 200
    assert "这一页没有了" in beyond.text


def test_a_group_without_to_dos_says_so(site, slices):
    slices.wait(("far.review", 1, "复核", None))
    site.sign_in("community_admin")
    assert "这一组现在没有事" in site.get("/?group=mine").text


@pytest.mark.parametrize("address", ["/?group=others", "/?group=mine&page=0", "/?page=%C2%B2", "/?page=x"])
def test_a_parameter_outside_its_list_is_refused(site, slices, address: str):
    site.sign_in("community_admin")
    assert site.get(address).status_code == 400


def test_the_number_of_statements_does_not_grow_with_the_to_dos(site, slices, counting):
    rows = [("near.verify", 1, "一", None)]
    for _ in range(2):
        slices.todo.append(lambda viewer, now: todo_rows(*rows))
    site.sign_in("community_admin")
    site.get("/")
    with counting() as one:
        site.get("/")
    rows += [("near.verify", n, "多", None) for n in range(2, 40)]
    with counting() as many:
        site.get("/")
    assert len(one) == len(many) <= 8
    assert sum("waiting" in statement for statement in many) == 1


def test_when_no_slice_knows_of_anything_no_statement_asks(site, slices, counting):
    slices.todo.append(lambda viewer, now: None)
    site.sign_in("member")
    with counting() as statements:
        site.get("/")
    assert not [one for one in statements if "waiting" in one]


def test_each_answerer_is_asked_for_the_viewer_and_the_moment(site, slices):
    asked = []
    slices.todo.append(lambda viewer, now: asked.append((viewer.username, now)))
    site.sign_in("department")
    site.get("/")
    assert asked == [("department", NOW)]


def test_a_form_that_was_not_sent_is_offered(site, slices):
    person = build.person("community_admin").id
    with transaction():
        drafts.keep(person, address="/x", page="/", pairs=[("title", "单元门坏了，关不上")], at=NOW)
    site.sign_in("community_admin")
    answer = site.get("/")
    assert answer.words("[aria-labelledby=h-drafts] .g a") == ["单元门坏了，关不上"]
    site.sign_in("community_staff")
    assert not site.get("/").soup.select("[aria-labelledby=h-drafts]")

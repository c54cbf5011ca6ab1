"""数据总览: numbers of every slice in one statement, each a link to its rows, beside them what was reported."""

from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel.figures import Figure
from shuangluan.kernel.models import Area, Building, Compound, ReportedFigure
from shuangluan.kernel.permissions import ROLES, area_range
from shuangluan.overview.permissions import GRANTS, Perm
from tests import build

MAY = GRANTS[Perm.DASHBOARD_READ]


def near(viewer: Any, area: str | None, period: Any, now: Any) -> list[Figure]:
    """A slice with a count and a share."""
    inside = area_range(Compound.community, area or build.DISTRICT)
    rows = select(Compound.id).where(inside)
    query = f"period={period.key}&area={area or ''}"
    return [
        Figure("grid.teams", "grid", "小区", "个", "有效的小区", rows, f"/near?figure=grid.teams&{query}", hot=True),
        Figure(
            "grid.first", "grid", "一号楼比例", "栋", "叫 1号楼 的楼占全部楼",
            select(Building.id).where(Building.number == "1号楼"), f"/near?part=n&{query}",
            of=select(Building.id), of_address=f"/near?part=d&{query}",
        ),
        Figure("grid.none", "grid", "没有分母", "件", "空", select(Area.code).where(Area.code == "x"), "/n",
               of=select(Area.code).where(Area.code == "x"), of_address="/d"),
    ]  # fmt: skip


def far(viewer: Any, area: str | None, period: Any, now: Any) -> list[Figure]:
    """Another one."""
    return [Figure("worker.total", "workforce", "在岗", "人", "在岗的人", select(Area.code), "/far")]


@pytest.fixture
def dashboard(site, slices) -> Any:
    slices.figures += [far, near]

    def opened(role: str = "district_org", query: str = "") -> Any:
        site.sign_in(role)
        return site.get(f"/dashboard{query}")

    return opened


def cell(answer: Any, key: str) -> Any:
    return answer.soup.select_one(f'[data-key="{key}"]')


def test_each_task_has_its_band_in_the_order_of_the_district(dashboard):
    assert dashboard().words(".band h2") == ["全科网格", "社区工作者"]


def test_a_count_is_a_link_to_what_it_counts(dashboard):
    found = cell(dashboard(), "grid.teams")
    assert found.name == "a"
    assert found["href"] == "/near?figure=grid.teams&period=2026&area="
    assert found.strong.text == "2个"


def test_a_number_is_the_length_of_its_list(dashboard):
    answer = dashboard()
    for figure in (*near(None, None, type("P", (), {"key": "2026"}), None), *far(None, None, None, None)):
        length = len(db.session.execute(figure.rows).all())
        shown = cell(answer, figure.key)
        words = shown.select_one("[data-part=n]") if figure.of is not None else shown.strong.find(string=True)
        assert words.get_text() == f"{length:,}"


def test_a_share_shows_its_percentage_and_both_numbers_as_links(dashboard):
    found = cell(dashboard(), "grid.first")
    assert found.strong.text == "33.3%"
    assert [(a["data-part"], a.text, a["href"]) for a in found.select("a")] == [
        ("n", "2", "/near?part=n&period=2026&area="),
        ("d", "6", "/near?part=d&period=2026&area="),
    ]
    assert cell(dashboard(), "grid.none").strong.text == "—"


def test_every_number_says_how_it_is_counted(dashboard):
    assert dashboard().words("#definitions td")[::2] == ["有效的小区", "叫 1号楼 的楼占全部楼", "空", "在岗的人"]


def test_what_was_reported_stands_beside_and_is_never_added(dashboard):
    answer = dashboard()
    assert cell(answer, "grid.teams").strong.text == "2个"
    assert "据报道 69 支" in " ".join(cell(answer, "grid.teams").em.get_text(" ").split())
    listed = db.session.scalar(select(func.count()).select_from(ReportedFigure))
    assert len(answer.soup.select("[data-reported]")) == listed == 28
    assert answer.words('[data-reported="report.activities"]') == ["≥ 500 场次"]
    assert answer.words('[data-reported="property.fee_rate_hljs"]') == ["98%"]
    assert "原文“500余场次”" in answer.text
    assert "公开报道" in answer.text


@pytest.mark.parametrize(("role", "query"), [("community_admin", ""), ("district_org", f"?area={build.STREET_A}")])
def test_a_reported_number_of_the_district_does_not_stand_in_the_cell_of_a_part(dashboard, role: str, query: str):
    answer = dashboard(role, query)
    assert "据报道" not in cell(answer, "grid.teams").get_text()
    assert answer.soup.select("[data-reported]")


def test_what_wants_attention_is_listed_and_red(dashboard):
    answer = dashboard()
    assert answer.words("[aria-labelledby=h-ask] a") == ["小区"]
    assert cell(answer, "grid.teams").select(".hotc")
    assert not cell(answer, "worker.total").select(".hotc")


def test_the_chosen_area_and_period_reach_every_slice(dashboard):
    answer = dashboard(query=f"?area={build.A}&period=2026-Q3")
    assert cell(answer, "grid.teams")["href"] == f"/near?figure=grid.teams&period=2026-Q3&area={build.A}"
    assert cell(answer, "grid.teams").strong.text == "1个"
    assert "秀水街道 · 万和城社区" in answer.words(".head p")[0]
    assert "2026 年第 3 季度" in answer.words(".head p")[0]


def test_the_period_is_switched_and_goes_back_and_forth_with_the_area(dashboard):
    answer = dashboard(query=f"?area={build.A}&period=2026-11")
    assert answer.words(".seg a") == ["本月", "本季", "本年"]
    assert answer.words(".seg [aria-current]") == ["本月"]
    area = f"&area={build.A}"
    assert [a["href"] for a in answer.soup.select(".seg a")] == [
        f"/dashboard?period={key}{area}" for key in ("2026-11", "2026-Q4", "2026")
    ]
    back, forth = answer.soup.select(".head .btn.ico")
    assert (back["href"], forth["href"]) == (f"/dashboard?period=2026-10{area}", f"/dashboard?period=2026-12{area}")


@pytest.mark.parametrize("period", ["2026-13", "26", "2026-Q5", "２０２６", "1999", "9999", "²²²²", "2026-1 "])
def test_a_period_that_is_none_is_refused_with_a_sentence(dashboard, period: str):
    answer = dashboard(query=f"?period={period}")
    assert answer.status_code == 400
    assert "时间段要写成" in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_the_page_is_for_those_who_hold_the_permission(dashboard, role: str):
    assert dashboard(role).status_code == (200 if role in MAY else 403)


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        ("community_admin", build.A, 200),
        ("community_admin", build.B, 404),
        ("community_admin", build.STREET_A, 404),
        ("community_admin", build.DISTRICT, 404),
        ("street_staff", build.A, 200),
        ("street_staff", build.B, 404),
        ("street_staff", build.STREET_B, 404),
        ("district_org", build.B, 200),
        ("auditor", build.STREET_B, 200),
        ("district_org", "130802", 400),
        ("community_admin", "1308030030029", 400),
        ("district_org", "x", 400),
    ],
)
def test_an_area_outside_the_viewers_own_does_not_exist(dashboard, role: str, area: str, status: int):
    assert dashboard(role, f"?area={area}").status_code == status


def test_one_foreign_area_among_several_is_refused(dashboard):
    assert dashboard("community_admin", f"?area={build.A}&area={build.B}").status_code == 404


def test_it_is_counted_in_one_statement(dashboard, site, counting):
    dashboard()
    with counting() as statements:
        site.get("/dashboard")
    assert len(statements) <= 4
    assert sum("count(" in statement.lower() for statement in statements) == 1


def test_without_any_figure_the_page_still_says_something(site, slices):
    site.sign_in("district_org")
    answer = site.get("/dashboard")
    assert answer.words(".note") == ["还没有能给你看的系统内统计。"]

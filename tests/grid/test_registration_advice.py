"""What the registrar is told while he types: grid, handler, limits, danger to life; and what he is offered (GR-28)."""

from datetime import datetime
from typing import Any

import pytest

from shuangluan.kernel import clock
from tests import build

PAGE = "/grid/appeals/new"
CASE = {
    "place": "御景园 1号楼", "category": "fire_lane", "description": "消防通道停满了车", "source": "call_visit",
    "reporter_kind": "anonymous",
}  # fmt: skip


def facts(answer: Any) -> dict[str, str]:
    names, values = answer.words("#advice .facts dt"), answer.words("#advice .facts dd")
    return dict(zip(names, values, strict=True))


def test_grid_handler_and_limits_are_proposed_from_place_and_category(site):
    site.sign_in("community_staff")
    told = facts(site.get(f"{PAGE}?place=御景园1号楼&category=facility_broken", htmx=True))
    assert told == {
        "网格": "万和城社区第1网格 网格长 演示网格长",
        "建议承办": "御景物业公司",
        "等级": "一般",
        "受理": "4 个工作小时内，今天 15:30 前",
        "承诺": "5 个工作日（现在受理，11-27 到期）",
    }


@pytest.mark.parametrize(
    ("place", "category", "handler"),
    [
        ("锦绣苑 1号楼", "facility_broken", "物业服务企业（这里没有登记的物业）"),
        ("御景园 1号楼", "pension_check", "万和城社区"),
        ("御景园 1号楼", "member_service", "万和城社区党委"),
        ("御景园 1号楼", "low_income", "秀水街道"),
        ("御景园 1号楼", "municipal", "区住建局"),
    ],
)
def test_the_usual_handler_is_called_by_its_name_here(site, place: str, category: str, handler: str):
    site.sign_in("district_org")
    assert facts(site.get(f"{PAGE}?place={place}&category={category}", htmx=True))["建议承办"] == handler


def test_a_chosen_level_changes_the_limits(site):
    site.sign_in("community_staff")
    told = facts(site.get(f"{PAGE}?place=御景园1号楼&category=leak&level=hard", htmx=True))
    assert told["等级"] == "疑难"
    assert told["承诺"] == "30 个工作日（现在受理，2027-01-04 到期） 暂估"


def test_gr_28_an_urgent_appeal_tells_by_when_its_first_answer_is_due(site):
    site.sign_in("community_staff")
    told = facts(site.get(f"{PAGE}?place=御景园1号楼&category=leak&level=urgent", htmx=True))
    assert told["首次答复"] == "1 小时内，今天 11:00 前"


def test_an_estimate_says_so(site):
    with clock.frozen(datetime(2026, 12, 30, 10, 0, tzinfo=clock.CST)):
        site.sign_in("community_staff")
        told = facts(site.get(f"{PAGE}?place=御景园1号楼&category=leak&level=normal", htmx=True))
    assert told["承诺"] == "5 个工作日（现在受理，2027-01-07 到期） 暂估"


def test_danger_to_life_comes_before_any_form(site):
    site.sign_in("community_staff")
    page = site.get(PAGE)
    assert page.words("#category option[value=fire_lane]") == ["消防通道堵塞（先拨 119）"]
    assert page.words("#category option[value=gas_smell]") == ["燃气异味（先打燃气抢修）"]
    for category, said in (
        ("fire_lane", "先拨 119，再登记"),
        ("gas_smell", "先打燃气抢修电话，再登记"),
        ("flooding", "有人身危险的，先拨 110、119、120 或 122，再登记"),
    ):
        assert site.get(f"{PAGE}?category={category}", htmx=True).words("#advice .note.bad") == [said]
    answer = site.post(PAGE, CASE)
    assert site.get(answer.location).words("#toasts .toast span") == ["已登记 SL-1120-001。先拨 119"]


def test_the_advice_asks_nothing_about_the_reporter(site):
    site.sign_in("community_staff")
    asked = site.get(PAGE).soup.select_one("aside[hx-get]")["hx-include"]
    assert "reporter" not in asked
    assert "description" not in asked
    assert site.get(f"{PAGE}?reporter_phone={build.PHONE}").soup.select_one("#reporter_phone").get("value", "") == ""


@pytest.mark.parametrize("query", ["place=²&category=%00", "place=b1&level=x&discovered_at=9999-99-99", "recurs_of=²"])
def test_nonsense_in_the_address_is_no_fault(site, query: str):
    site.sign_in("community_staff")
    for htmx in (False, True):
        assert site.get(f"{PAGE}?{query}", htmx=htmx).status_code == 200


def test_the_advice_costs_the_same_for_one_duplicate_and_for_five(site, counting):
    site.sign_in("community_staff")
    build.an_appeal("第一件")
    ask = f"{PAGE}?place=b{build.building('御景园', '1号楼').id}&category=facility_broken"
    site.get(ask, htmx=True)
    with counting() as one:
        site.get(ask, htmx=True)
    for n in range(4):
        build.an_appeal(f"又一件 {n}")
    with counting() as five:
        assert len(site.get(ask, htmx=True).soup.select("#likely li")) == 5
    assert len(one) == len(five) <= 9


# --- type-ahead ------------------------------------------------------------------------------------------------


def test_places_are_offered_while_they_are_typed(site):
    site.sign_in("community_staff")
    answer = site.get("/grid/places?q=yjy 3", htmx=True)
    [option] = answer.soup.select("[role=option]")
    assert option["data-value"] == f"b{build.building('御景园', '3号楼').id}"
    assert option["data-text"] == "御景园 3号楼"
    assert "万和城社区" in option.text


@pytest.mark.parametrize(
    "address", ["/grid/places?q=锦绣苑", "/grid/compound-options?q=锦绣苑", "/grid/building-options?q=锦绣苑 1"]
)
def test_nothing_of_other_communities_is_offered(site, address: str):
    site.sign_in("community_staff")
    assert site.get(address, htmx=True).soup.select("[role=option][data-value]") == []
    site.sign_in("community_staff_2")
    assert site.get(address, htmx=True).soup.select("[role=option][data-value]") != []


def test_buildings_are_offered_by_words_or_of_one_compound(site):
    site.sign_in("community_staff")
    here, there = build.compound("御景园").id, build.compound("锦绣苑").id
    assert len(site.get(f"/grid/building-options?compound={here}").soup.select("[data-value]")) == 4
    third = site.get(f"/grid/building-options?compound={here}&q=3").soup.select_one("[data-value]")
    assert third["data-text"] == "3号楼"
    assert site.get(f"/grid/building-options?compound={there}").soup.select("[data-value]") == []
    assert site.get("/grid/building-options?compound=²").status_code == 400
    assert site.get(f"/grid/building-options?compound={10**12}").status_code == 400
    three = site.get("/grid/building-options?q=yjy 3").soup.select_one("[data-value]")
    assert three["data-value"] == str(build.building("御景园", "3号楼").id)


def test_who_reads_everything_may_look_for_compounds_but_not_for_places_to_register(site):
    site.sign_in("auditor")
    assert len(site.get("/grid/compound-options?q=").soup.select("[data-value]")) == 2
    assert site.get("/grid/places?q=").status_code == 403

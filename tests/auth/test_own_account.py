"""The page of one's own account, and the switch of the single-letter keys."""

from datetime import date, timedelta

import pytest

from shuangluan.kernel import clock, people
from tests import build


def test_the_page_shows_the_roles_with_their_scope_and_last_day(site):
    year = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 11, 20), "basis": "双组发〔2026〕3号"}
    deed = {"by": build.actor("security_admin"), "at": clock.now()}
    build.saved(lambda: people.grant_role(build.person("worker"), "auditor", area=build.DISTRICT, **year, **deed))
    site.sign_in("worker")
    first, second = site.get("/account").words("#account .rows li")
    assert first == "业务审计 · 双滦区 2026-01-01 至 2026-11-19 · 依据：双组发〔2026〕3号 已到期"
    assert second == "社区工作者本人 · 本人 2024-01-01 至 长期 在用"


def test_the_page_of_an_organisation_role_names_the_organisation(site):
    site.sign_in("unit_liaison")
    assert site.get("/account").words("#account .rows li")[0].startswith("单位联络员 · 区财政局")


def test_a_role_that_has_not_begun_opens_nothing_and_is_shown(site):
    later = {"valid_from": date(2026, 12, 1), "by": build.actor("security_admin"), "at": clock.now()}
    build.saved(lambda: people.grant_role(build.person("worker"), "member", **later))
    site.sign_in("worker")
    assert site.get("/account").words("#account .rows li")[0].endswith("2026-12-01 至 长期 还没开始")


def test_the_page_says_how_long_the_password_lasts(site, knock, newcomer):
    password = newcomer()
    knock("newcomer", password)
    new = "青山绿水 7Kq-x"
    site.post("/account/password", {"password": password, "new_password": new, "repeated": new})
    facts = " ".join(site.get("/account").words(".facts"))
    assert "密码设于 2026-11-20" in facts
    assert "密码到期 90 天后" in facts


def test_a_demo_password_does_not_end(site):
    site.sign_in("worker")
    assert "演示账号，不到期" in site.get("/account").text


@pytest.mark.parametrize("htmx", [True, False])
def test_the_single_letter_keys_can_be_switched(site, trail, htmx):
    site.sign_in("worker")
    assert "data-no-keys" not in site.get("/account").soup.body.attrs
    answer = site.submit(site.get("/account"), "form[action='/account/keys']", htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == "/account"
    page = site.get("/account")
    assert "data-no-keys" in page.soup.body.attrs
    assert page.words("#toasts .toast") == ["单键快捷键已关掉"]
    site.submit(page, "form[action='/account/keys']")
    assert "data-no-keys" not in site.get("/account").soup.body.attrs
    assert trail() == ["auth.keys_switched"] * 2


@pytest.mark.parametrize("value", [None, "", "maybe", "²"])
def test_a_switch_that_is_neither_on_nor_off_is_a_400(site, trail, value):
    site.sign_in("worker")
    assert site.post("/account/keys", {} if value is None else {"on": value}).status_code == 400
    assert trail() == []


@pytest.mark.parametrize("address", ["/account", "/account/sessions", "/account/password"])
def test_the_pages_cost_the_same_for_one_role_and_for_many(site, counting, address):
    site.sign_in("worker")
    with counting() as one:
        site.get(address)
    for n in range(4):
        deed = {"by": build.actor("security_admin"), "at": clock.now()}
        deed["valid_from"] = clock.today() - timedelta(days=n)
        build.saved(lambda deed=deed: people.grant_role(build.person("worker"), "member", **deed))
    site.sign_in("worker")
    with counting() as many:
        site.get(address)
    assert len(many) == len(one) <= 6

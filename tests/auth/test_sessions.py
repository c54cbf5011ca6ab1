"""A sign-in is a row that can be ended: at sign-out, by its owner, by time, by a change of what he may do (A10–A17)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shuangluan.auth import services
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, drafts, gate, people
from shuangluan.kernel.models import AuthSession, SessionEnd
from tests import build


def cookie(site):
    return site.client.get_cookie("session").value


def with_cookie(browser, value):
    browser.client.set_cookie("session", value)
    return browser


def is_inside(browser):
    answer = browser.get("/account/sessions")
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def newest_session():
    return db.session.scalars(select(AuthSession).order_by(AuthSession.id.desc()).limit(1)).one()


def test_a10_the_session_is_a_new_one_at_every_sign_in(site, knock):
    with site.client.session_transaction() as session:
        session["_user_id"] = session["csrf_token"] = "planted"
    seen = []
    for _ in range(2):
        knock()
        with site.client.session_transaction() as session:
            assert session.get("csrf_token") != "planted"
            seen.append(session["_user_id"])
        site.post("/sign-out")
    assert "planted" not in seen
    assert len(set(seen)) == 2


def test_a10_the_row_holds_a_digest_of_256_random_bits(site, knock):
    knock()
    with site.client.session_transaction() as session:
        token = session["_user_id"]
    assert len(token) == 43  # 32 bytes in base64
    row = newest_session()
    assert row.token_digest == gate.token_digest(token)
    assert token not in row.token_digest


@pytest.mark.parametrize("htmx", [True, False])
def test_a10_the_old_cookie_is_dead_after_signing_out(site, another, knock, trail, htmx):
    knock()
    old = cookie(site)
    answer = site.post("/sign-out", htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == "/sign-in"
    assert not is_inside(with_cookie(another(), old))
    assert newest_session().end_reason is SessionEnd.SIGNED_OUT
    assert trail() == ["auth.signed_in", "auth.signed_out"]
    assert site.get("/sign-in").words("#toasts .toast") == ["已退出登录"]


def test_a10_nobody_can_sign_out_by_a_link(site):
    site.sign_in("worker")
    assert site.get("/sign-out").status_code == 405
    assert is_inside(site)


def test_a10_the_old_cookie_is_dead_after_a_change_of_roles(site):
    site.sign_in("worker")
    give = {"by": build.actor("security_admin"), "at": clock.now(), "valid_from": clock.today()}
    build.saved(lambda: people.grant_role(build.person("worker"), "member", **give))
    assert not is_inside(site)
    assert site.get("/sign-in").words(".note") == ["你的角色有变动，重新登录后生效"]


def test_a10_the_old_cookie_is_dead_after_a_reset(site, another, knock, trail):
    site.sign_in("worker")
    initial = services.new_initial("worker")
    deed = {"by": build.actor("system_admin"), "at": clock.now()}
    build.saved(lambda: services.reset_password("worker", initial, **deed))
    assert not is_inside(site)
    assert knock(at=another()).status_code == 422
    assert knock("worker", initial.password, at=another()).location == "/account/password"
    assert "auth.password_reset" in trail()


@pytest.mark.parametrize(
    ("username", "idle"), [("worker", 30), ("system_admin", 15), ("security_admin", 15), ("audit_admin", 15)]
)
def test_a11_a_pause_ends_the_session(site, username, idle):
    site.sign_in(username)
    start = clock.now()
    with clock.frozen(start + timedelta(minutes=idle, seconds=-1)):
        assert is_inside(site)
    with clock.frozen(start + timedelta(minutes=2 * idle, seconds=-2)):
        assert is_inside(site), "the visit before began the pause anew"
    with clock.frozen(start + timedelta(minutes=3 * idle, seconds=-2)):
        assert not is_inside(site)


def test_a11_after_twelve_hours_it_ends_whatever_was_done(site):
    site.sign_in("worker")
    start = clock.now()
    for visit in range(1, 25):
        with clock.frozen(start + timedelta(minutes=29 * visit)):
            assert is_inside(site)
    with clock.frozen(start + timedelta(hours=12)):
        assert not is_inside(site)
        assert site.get("/sign-in").words(".note") == ["太久没有操作，已经自动退出，登录后接着办"]


def test_a11_polling_does_not_extend_the_session(site):
    site.sign_in("worker")
    start = clock.now()
    with clock.frozen(start + timedelta(minutes=20)):
        site.get("/counts", htmx=True)
    with clock.frozen(start + timedelta(minutes=31)):
        assert not is_inside(site)


def test_a11_the_last_visit_is_written_at_most_once_a_minute(site, counting):
    site.sign_in("worker")
    start = clock.now()
    with clock.frozen(start + timedelta(seconds=59)), counting() as soon:
        site.get("/account/sessions")
    with clock.frozen(start + timedelta(seconds=60)), counting() as later:
        site.get("/account/sessions")
    assert [s for s in soon if s.startswith("UPDATE")] == []
    assert len([s for s in later if s.startswith("UPDATE")]) == 1


def test_a11_what_was_typed_when_the_time_was_over_is_kept(site, knock):
    site.sign_in("worker")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        answer = site.post("/account/keys", {"on": "no", "note": "写了一半"})
        assert (answer.status_code, answer.location) == (303, "/sign-in?next=/drafts")
        assert drafts.drafts_of(build.person("worker").id)[0].pairs == [("on", "no"), ("note", "写了一半")]
        assert knock().location == "/drafts"


def test_a11_a_form_without_text_leaves_no_draft(site):
    site.sign_in("worker")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        answer = site.post("/sign-out", headers={"Referer": "http://localhost/account"})
    assert answer.location == "/sign-in?next=/account"
    assert drafts.drafts_of(build.person("worker").id) == []


def test_a17_a_closed_account_cannot_act_at_once(site, another, knock, trail):
    knock()
    build.saved(lambda: services.close_account("worker", by=build.actor("system_admin"), at=clock.now()))
    assert site.post("/account/keys", {"on": "no"}).status_code == 303
    assert not is_inside(site)
    assert knock(at=another()).status_code == 422
    assert trail() == ["auth.signed_in", "auth.account_closed", "auth.sign_in_failed"]


def test_a17_a_row_that_was_left_open_does_not_help_a_closed_account(site):
    site.sign_in("worker")
    build.saved(lambda: services.close_account("worker", by=audit.SYSTEM, at=clock.now()))
    row = newest_session()
    with audit.transaction():
        row.ended_at = row.end_reason = None
    assert not is_inside(site)


def test_the_third_parallel_session_ends_the_oldest(another, knock, trail):
    browsers = [another(), another(), another()]
    for minute, browser in enumerate(browsers):
        with clock.frozen(clock.now() + timedelta(minutes=minute)):
            assert knock(at=browser).status_code == 303
    assert [is_inside(browser) for browser in browsers] == [False, True, True]
    assert trail() == ["auth.signed_in"] * 2 + ["auth.session_ended", "auth.signed_in"]
    said = browsers[0].get("/sign-in").words(".note")
    assert said == ["这个账号又在别处登录了，同时最多 2 处，所以这里退出了。不是你本人登录的，马上改密码"]


def test_sessions_that_ran_out_take_no_place(another, knock):
    """An administrator's session that idles for 20 minutes is dead: the one he works in must not go for it."""
    first, second, third = another(), another(), another()
    start = clock.now()
    knock("system_admin", at=first)
    knock("system_admin", at=second)
    for minutes in (10, 20):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert is_inside(first)
    with clock.frozen(start + timedelta(minutes=21)):
        knock("system_admin", at=third)
        assert [is_inside(browser) for browser in (first, second, third)] == [True, False, True]


def test_the_page_shows_where_one_is_signed_in(site, another, knock):
    knock(at=another("10.0.0.7"), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/86"})
    knock()
    knock("member", at=another("10.0.0.8"))
    rows = site.get("/account/sessions").words("#sessions li")
    assert len(rows) == 2
    assert "就是这里" in rows[0]
    assert rows[1].startswith("Windows · Chrome 地址 10.0.0.7 · 11-20 10:00 登录")


@pytest.mark.parametrize("htmx", [True, False])
def test_one_ends_a_session_elsewhere(site, another, knock, trail, htmx):
    elsewhere = another()
    knock(at=elsewhere)
    knock()
    answer = site.submit(site.get("/account/sessions"), "#sessions form[action$=end]", htmx=htmx)
    if htmx:
        assert answer.status_code == 200
        assert answer.words("#toasts .toast") == ["那处登录已结束"]
        assert len(answer.words("#sessions li")) == 1
    else:
        assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert not is_inside(elsewhere)
    assert is_inside(site)
    assert trail()[-1] == "auth.session_ended"
    assert elsewhere.get("/sign-in").words(".note") == ["你在另一处结束了这里的登录"]


def test_ending_a_session_twice_is_no_mistake(site, another, knock, trail):
    knock(at=another())
    address = f"/account/sessions/{newest_session().id}/end"
    knock()
    assert [site.post(address).status_code for _ in range(2)] == [303, 303]
    assert trail().count("auth.session_ended") == 1


def test_ending_the_session_one_is_in_is_signing_out(site, knock):
    knock()
    assert site.post(f"/account/sessions/{newest_session().id}/end").location == "/sign-in"
    assert not is_inside(site)


@pytest.mark.parametrize("htmx", [True, False])
def test_b03_the_session_of_somebody_else_does_not_exist(site, another, knock, htmx):
    other = another()
    knock("member", at=other)
    foreign = newest_session().id
    site.sign_in("worker")
    assert site.post(f"/account/sessions/{foreign}/end", htmx=htmx).status_code == 404
    assert site.post(f"/account/sessions/{foreign + 999}/end", htmx=htmx).status_code == 404
    assert is_inside(other)

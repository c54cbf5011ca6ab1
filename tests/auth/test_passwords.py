"""Changing one's own password: the current one is asked, old ones are refused, all other sessions end (A03–A05)."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from shuangluan.auth import queries, rules, services
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Account, AuditEntry, PasswordHistory
from tests import build
from tests.auth.conftest import SURVEY, filled

NEW = "青山绿水 7Kq-x"


def change(site, current=build.PASSWORD, new=NEW, repeated=None, **how):
    typed = {"password": current, "new_password": new, "repeated": new if repeated is None else repeated}
    return site.post("/account/password", typed | how.pop("more", {}), **how)


def account(username="worker"):
    return queries.account(queries.account_named(username).id)


def newest_entry():
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


@pytest.mark.parametrize("htmx", [True, False])
def test_a04_a_change_ends_all_other_sessions_and_keeps_this_one(site, another, knock, trail, htmx):
    elsewhere = another()
    knock(at=elsewhere)
    knock()
    answer = change(site, htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == "/account"
    assert site.get("/account").words("#toasts .toast") == ["密码已改好，别处的登录都已结束"]
    assert elsewhere.get("/account").status_code == 302
    assert elsewhere.get("/sign-in").words(".note") == ["密码改过了，用新密码登录"]
    assert trail()[-1] == "auth.password_changed"
    assert knock(at=another()).status_code == 422
    assert knock("worker", NEW, at=another()).status_code == 303


@pytest.mark.parametrize("htmx", [True, False])
def test_a04_the_current_password_is_asked(site, trail, htmx):
    site.sign_in("worker")
    answer = change(site, current="wrong", htmx=htmx)
    assert answer.status_code == 422
    assert answer.words("#password-error") == ["当前密码不对。再错 4 次，这个用户名将锁定 15 分钟"]
    assert answer.is_page is not htmx
    assert trail() == ["auth.password_refused"]
    assert people.is_password(build.PASSWORD, account().password_hash)


def test_a04_guessing_the_current_password_locks_like_the_door(site, another, knock, trail):
    site.sign_in("worker")
    for _ in range(5):
        answer = change(site, current="wrong")
    assert "已锁定到 10:15" in answer.words("#password-error")[0]
    assert "已锁定到 10:15" in change(site).words("#password-error")[0]
    assert trail() == ["auth.password_refused"] * 5 + ["auth.locked"]
    assert knock(at=another()).status_code == 422


def test_a04_a_change_resets_the_counter(site, another, knock):
    site.sign_in("worker")
    for _ in range(4):
        change(site, current="wrong")
    assert change(site).status_code == 303
    assert "再错 4 次" in knock("worker", "wrong", at=another()).text


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("new", "word"), [("short", "至少 10 个字符"), ("x" * 10_000, "最多 128 个字符"), ("Worker-7Kq2x", "自己的用户名")]
)
def test_a03_the_rules_of_passwords_hold_for_a_change(site, trail, htmx, new, word):
    site.sign_in("worker")
    answer = change(site, new=new, htmx=htmx)
    assert answer.status_code == 422
    assert word in answer.words("#new_password-error")[0]
    assert trail() == []


def test_a03_the_rules_of_passwords_hold_for_new_accounts_and_resets():
    made = [services.new_initial("worker").password for _ in range(20)]
    for password in made:
        rules.check_password(password, "worker")
    assert len(set(made)) == 20


def test_a03_an_initial_password_never_holds_the_user_name(monkeypatch):
    drawn = iter("abcd" * 4 + "efgh" + "jkmn" + "pqrs" + "tuvw")
    monkeypatch.setattr("shuangluan.auth.services.secrets.choice", lambda _letters: next(drawn))
    monkeypatch.setattr(people, "hash_password", lambda password: f"hash of {password}")
    assert services.new_initial("abcd").password == "efgh-jkmn-pqrs-tuvw"


def test_a03_both_new_passwords_must_agree(site, trail):
    site.sign_in("worker")
    answer = change(site, repeated="青山绿水 7Kq-y")
    assert answer.status_code == 422
    assert answer.words("#repeated-error") == ["和上面填的新密码不一样，再填一次"]
    assert trail() == []


def test_a03_blanks_belong_to_the_password(site, another, knock):
    site.sign_in("worker")
    assert change(site, new=f" {NEW} ").status_code == 303
    assert knock("worker", NEW, at=another()).status_code == 422
    assert knock("worker", f" {NEW} ", at=another()).status_code == 303


def passwords(count):
    return [f"{NEW}{n}" for n in range(count)]


def set_password(current, new):
    def deed():
        weighed = services.weigh_change(account(), current=current, new=new, at=clock.now())
        services.change_password(weighed, session_id=0, by=build.actor("worker"), at=clock.now())

    build.saved(deed)


def test_a03_the_current_and_the_last_five_passwords_cannot_be_set_again(app):
    used = [build.PASSWORD, *passwords(6)]
    for current, new in pairwise(used):
        set_password(current, new)
    for former in used[1:]:
        with pytest.raises(RuleBroken, match="最近 5 次用过的"):
            set_password(used[-1], former)
    set_password(used[-1], build.PASSWORD)


def test_a03_no_more_than_five_old_hashes_are_kept(app):
    used = [build.PASSWORD, *passwords(7)]
    for current, new in pairwise(used):
        set_password(current, new)
    assert db.session.query(PasswordHistory).filter_by(account_id=account().id).count() == 5


def test_a_change_that_was_overtaken_is_refused(app):
    weighed = services.weigh_change(account(), current=build.PASSWORD, new=NEW, at=clock.now())
    set_password(build.PASSWORD, f"{NEW}9")
    with pytest.raises(RuleBroken, match="在别处改过"), audit.transaction():
        services.change_password(weighed, session_id=0, by=build.actor("worker"), at=clock.now())


def test_h03_the_second_click_is_sent_to_the_result_of_the_first(site, trail):
    site.sign_in("worker")
    twice = {"form_token": "one-and-the-same-token"}
    assert change(site, more=twice).location == "/account"
    again = change(site, more=twice)
    assert (again.status_code, again.location) == (303, "/account")
    assert trail() == ["auth.password_changed"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a05_nothing_else_is_reachable_before_the_first_change(app, site, knock, newcomer, htmx):
    knock("newcomer", newcomer())
    free = {"auth.password", "auth.sign_out", "auth.sign_in", "static", "health.healthz"} | SURVEY
    closed = (rule for rule in app.url_map.iter_rules() if rule.endpoint not in free)
    # one gate stands before all of them: one address of each blueprint by each method
    doors = {(rule.endpoint.split(".")[0], "GET" in rule.methods): rule for rule in closed}
    assert len(doors) > 10
    for rule in doors.values():
        address = app.url_map.bind("localhost").build(rule.endpoint, filled(rule))
        answer = site.get(address, htmx=htmx) if "GET" in rule.methods else site.post(address, htmx=htmx)
        assert answer.headers["HX-Redirect" if htmx else "Location"] == "/account/password", rule.endpoint
        assert answer.status_code == (401 if htmx else 302 if "GET" in rule.methods else 303), rule.endpoint


def test_a05_the_first_change_opens_the_site(site, knock, newcomer):
    password = newcomer()
    knock("newcomer", password)
    page = site.get("/account/password")
    assert page.words("h1") == ["设置新密码"]
    assert not page.soup.select("nav")
    answer = site.submit(page, "#password-form", password=password, new_password=NEW, repeated=NEW)
    assert (answer.status_code, answer.location) == (303, "/")
    assert site.get("/account").status_code == 200


def test_a05_a_reset_forces_a_change(knock, another):
    initial = services.new_initial("worker")
    build.saved(lambda: services.reset_password("worker", initial, by=audit.SYSTEM, at=clock.now()))
    assert knock("worker", initial.password).location == "/account/password"


def test_a05_a_password_is_worn_out_after_90_days(site, another, knock, newcomer):
    password = newcomer()
    knock("newcomer", password)
    change(site, current=password)
    with clock.frozen(clock.now() + timedelta(days=90, seconds=-1)):
        assert knock("newcomer", NEW, at=another()).location == "/"
    with clock.frozen(clock.now() + timedelta(days=90)):
        late = another()
        assert knock("newcomer", NEW, at=late).location == "/account/password"
        assert "用满 90 天" in late.get("/account/password").text


def test_a05_demo_accounts_are_never_asked_to_change(knock):
    with clock.frozen(clock.now() + timedelta(days=400)):
        assert knock().location == "/"


def test_a15_the_trail_masks_the_hashes_of_a_change(app):
    set_password(build.PASSWORD, NEW)
    changes = newest_entry().changes
    assert changes["password_hash"] == ["（加密）", "（加密）"]


def test_b10_the_initial_password_is_only_told_to_who_opens_the_account(app):
    assert "k7Kq" not in repr(services.Initial("k7Kq", "k7Kq"))
    assert db.session.scalar(select(Account.id).where(Account.password_hash.not_like("pbkdf2:%"))) is None

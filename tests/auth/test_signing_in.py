"""The door: the right password, wrong ones, locks, the slow-down, and where one goes afterwards (A05–A09, A13)."""

import hashlib
import re
from datetime import timedelta

import pytest

from shuangluan.auth import queries, services
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, drafts
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SignInAttempt
from tests import build

TOKENS = re.compile(r"""value="[^"]*"|hx-headers='[^']*'""")
WRONG = "用户名或密码不对。再错 4 次，这个用户名将锁定 15 分钟"


def lock(knock, username="worker", **how):
    """Five wrong passwords; gives the last answer."""
    return [knock(username, "wrong", **how) for _ in range(5)][-1]


def test_the_right_password_opens_the_workbench(site, knock, trail):
    answer = knock()
    assert (answer.status_code, answer.location) == (303, "/")
    assert site.get("/account").words("h1") == ["我的账号"]
    assert trail() == ["auth.signed_in"]


def test_with_htmx_the_right_password_moves_the_whole_page(site, knock):
    answer = knock(htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/")
    assert site.get("/account").status_code == 200


def test_the_form_on_the_page_can_be_submitted_as_it_stands(site):
    answer = site.submit(site.get("/sign-in?next=/account"), "#door", username=" WORKER ", password=build.PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/account")


@pytest.mark.parametrize("htmx", [True, False])
def test_a_wrong_password_is_told_at_the_form_which_keeps_the_name(knock, trail, htmx):
    answer = knock("worker", "wrong", htmx=htmx)
    assert answer.status_code == 422
    assert answer.words(".note[role=alert]") == [WRONG]
    assert answer.soup.select_one("#username")["value"] == "worker"
    assert "value" not in answer.soup.select_one("#password").attrs or not answer.soup.select_one("#password")["value"]
    assert answer.is_page is not htmx
    assert trail() == ["auth.sign_in_failed"]


@pytest.mark.parametrize("htmx", [True, False])
def test_empty_fields_are_told_beside_them_and_counted_for_nobody(knock, trail, htmx):
    answer = knock("", "", htmx=htmx)
    assert answer.status_code == 422
    assert answer.words(".err") == ["填用户名", "填密码"]
    assert trail() == []


def test_who_is_signed_in_already_is_sent_on(site, knock):
    site.sign_in("worker")
    assert site.get("/sign-in").location == "/"
    assert site.get("/sign-in?next=/account").location == "/account"
    assert knock("worker", "wrong").location == "/"


def test_a05_an_initial_password_leads_to_the_change_first(knock, newcomer):
    assert knock("newcomer", newcomer(), back="/account").location == "/account/password"


def test_a05_an_initial_password_is_refused_after_seven_days(knock, newcomer, trail):
    password = newcomer()
    with clock.frozen(clock.now() + timedelta(days=7)):
        answer = knock("newcomer", password)
    assert answer.status_code == 422
    assert "初始密码超过 7 天没有用，已经失效" in answer.text
    assert trail()[-1] == "auth.sign_in_refused"


def test_a05_before_seven_days_it_still_opens(knock, newcomer):
    password = newcomer()
    with clock.frozen(clock.now() + timedelta(days=7, seconds=-1)):
        assert knock("newcomer", password).status_code == 303


@pytest.mark.parametrize("htmx", [True, False])
def test_a06_after_five_failures_the_right_password_is_refused_too(knock, trail, htmx):
    fifth = lock(knock, htmx=htmx)
    assert fifth.status_code == 422
    assert "已锁定到 10:15" in fifth.text
    refused = knock(htmx=htmx)
    assert refused.status_code == 422
    assert "已锁定到 10:15" in refused.text
    assert trail() == ["auth.sign_in_failed"] * 5 + ["auth.locked", "auth.sign_in_refused"]


def test_a06_a_lock_ends_after_fifteen_minutes(knock):
    lock(knock)
    start = clock.now()
    with clock.frozen(start + timedelta(minutes=14, seconds=59)):
        assert knock().status_code == 422
    with clock.frozen(start + timedelta(minutes=15)):
        assert knock().status_code == 303


def test_a06_tries_during_a_lock_are_kept_for_the_address_only(knock):
    lock(knock)
    for _ in range(3):
        knock("worker", "wrong")
    name = SignInAttempt.name_digest == queries.name_digest("worker")
    assert db.session.query(SignInAttempt).filter(name).count() == 5
    assert queries.failures_from("127.0.0.1", clock.now()) == 8


def test_a06_failures_of_the_week_before_do_not_count(knock):
    with clock.frozen(clock.now() - timedelta(days=7)):
        for _ in range(4):
            knock("worker", "wrong")
    assert knock("worker", "wrong").words(".note[role=alert]") == [WRONG]


def test_a06_a_success_resets_the_counter(site, knock):
    for _ in range(4):
        knock("worker", "wrong")
    assert knock().status_code == 303
    site.sign_out()
    assert knock("worker", "wrong").words(".note[role=alert]") == [WRONG]


def test_a06_an_administrator_can_lift_a_lock(knock, trail):
    lock(knock)
    build.saved(lambda: services.unlock("worker", by=build.actor("system_admin"), at=clock.now()))
    assert knock().status_code == 303
    assert trail()[-2:] == ["auth.unlocked", "auth.signed_in"]


@pytest.mark.parametrize(("username", "reason"), [("worker", "没有锁定"), ("nobody", "没有账号 nobody")])
def test_a06_only_a_locked_account_can_be_unlocked(writing, username, reason):
    with pytest.raises(RuleBroken, match=reason):
        services.unlock(username, by=audit.SYSTEM, at=clock.now())


def test_a07_a_lock_leaves_the_neighbours_at_the_same_address_alone(knock):
    lock(knock)
    assert knock("member").status_code == 303


@pytest.mark.parametrize("htmx", [True, False])
def test_a08_an_address_that_failed_twenty_times_a_minute_has_to_wait(knock, another, trail, htmx):
    for n in range(20):
        assert knock(f"name{n}", "wrong", htmx=htmx).status_code == 422
    answer = knock(htmx=htmx)
    assert answer.status_code == 429
    assert answer.words(".note[role=alert]") == ["这个地址一分钟里输错太多次，请等一分钟再登录"]
    assert answer.headers["Retry-After"] == "60"
    assert trail() == ["auth.sign_in_failed"] * 20 + ["auth.address_slowed"]
    assert knock(at=another("10.0.0.2")).status_code == 303
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert knock().status_code == 303


def test_a08_a_slowed_address_costs_no_hash_and_no_write(knock, counting, monkeypatch):
    for n in range(20):
        knock(f"name{n}", "wrong")
    monkeypatch.setattr(services, "prove", None)
    with counting() as statements:
        assert knock().status_code == 429
    assert [s for s in statements if not s.startswith("SELECT")] == []


def test_a08_tries_that_were_weighed_at_the_same_time_are_slowed_too(app):
    visit = services.Visit("10.0.0.3", "")
    proofs = [services.prove(f"name{n}", "wrong") for n in range(20)] + [services.prove("worker", build.PASSWORD)]
    answers = [build.saved(lambda proof=proof: services.sign_in(proof, visit, at=clock.now())) for proof in proofs]
    assert [answer.is_slowed for answer in answers] == [False] * 20 + [True]


def test_a08_going_on_against_a_locked_name_counts_for_the_address(knock):
    lock(knock)
    for _ in range(15):
        assert knock("worker", "wrong").status_code == 422
    assert knock("member").status_code == 429


def test_a09_unknown_and_known_names_cannot_be_told_apart(site, knock, counting, monkeypatch):
    hashed, derive = [], hashlib.pbkdf2_hmac
    monkeypatch.setattr(hashlib, "pbkdf2_hmac", lambda *given: hashed.append(given) or derive(*given))

    def watched(username):
        hashed.clear()
        with counting() as statements:
            answer = knock(username, "wrong")
        return answer, list(statements), len(hashed)

    for _ in range(7):  # five failures, the lock, and one more
        known, its_statements, its_hashes = watched("worker")
        unknown, other_statements, other_hashes = watched("nobody")
        assert known.status_code == unknown.status_code == 422
        assert known.words("main") == unknown.words("main")
        assert TOKENS.sub("", known.text) == TOKENS.sub("", unknown.text)
        assert its_statements == other_statements
        assert its_hashes == other_hashes == 1
        site.sign_out()


def test_a09_a_closed_account_is_told_like_a_wrong_password(knock):
    build.saved(lambda: services.close_account("worker", by=audit.SYSTEM, at=clock.now()))
    assert knock().words(".note[role=alert]") == [WRONG]


ELSEWHERE = [
    "//evil.example", "/%5Cevil.example", "/%09/evil.example", "http://evil.example/", "javascript:alert(1)",
    "evil.example", "%2F%2Fevil.example", "/%00", "https:evil.example", "http://localhost@evil.example/", "//[",
    "/sign-in", "/sign-in?next=/sign-out", "/sign-out", "/" + "a" * 1001,
]  # fmt: skip


def where_to(site, knock, backs):
    """Where one arrives who signs in with each of these ways back."""
    found = {}
    for back in backs:
        found[back] = knock(back=back).location
        site.sign_out()
    return found


def test_a13_a_way_back_that_leads_elsewhere_is_not_followed(site, knock):
    assert where_to(site, knock, ELSEWHERE) == dict.fromkeys(ELSEWHERE, "/")


def test_a13_a_way_back_on_this_site_is_followed(site, knock):
    own = {a: a for a in ("/account", "/account?x=%E5%8F%8C")} | {"http://localhost/account": "/account"}
    assert where_to(site, knock, own) == own


def test_a13_a_wrong_password_does_not_lose_the_way_back(site, knock):
    again = knock("worker", "wrong", back="/account")
    assert site.submit(again, "#door", password=build.PASSWORD).location == "/account"


def test_kept_drafts_are_offered_after_the_sign_in(knock):
    pairs = [("title", "没交的诉求")]
    who = build.person("worker").id
    build.saved(lambda: drafts.keep(who, address="/x", page="/x", pairs=pairs, at=clock.now()))
    assert knock(back="/account").location == "/drafts"


def test_a_password_near_its_end_is_told_at_the_sign_in(site, knock, newcomer):
    password = newcomer()
    account = queries.account(queries.account_named("newcomer").id)
    build.saved(lambda: _grown_old(account, days=85))
    answer = knock("newcomer", password)
    assert answer.location == "/"
    assert "密码还有 5 天到期" in site.get("/account").words("#toasts .toast")[0]


def _grown_old(account, days):
    with audit.changing("auth.password_changed", account, by=audit.SYSTEM, at=clock.now()):
        account.must_change, account.password_set_at = False, clock.now() - timedelta(days=days)


def test_failures_that_are_too_old_to_count_are_forgotten(knock):
    with clock.frozen(clock.now() - timedelta(days=8)):
        knock("nobody", "wrong")
        lock(knock, "member")
    knock()
    assert db.session.query(SignInAttempt).count() == 0

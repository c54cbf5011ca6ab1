"""Nothing is open that should not be, nothing secret is written down, and nothing typed breaks the door (A01–A15)."""

import logging
import urllib.parse

import pytest
from flask_migrate import upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from shuangluan import cli
from shuangluan.auth import services
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Account, AuditEntry
from tests import build, conftest
from tests.auth.conftest import SURVEY, filled

OPEN = {"static", "auth.sign_in", "health.healthz"} | SURVEY
NEW = "青山绿水 7Kq-x"


@pytest.mark.parametrize("htmx", [True, False])
def test_a01_every_address_but_the_open_ones_asks_to_sign_in(app, site, htmx):
    reached = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        address = app.url_map.bind("localhost").build(rule.endpoint, filled(rule))
        for method in rule.methods & {"GET", "POST"}:
            answer = site.get(address, htmx=htmx) if method == "GET" else site.post(address, htmx=htmx)
            assert answer.status_code == (401 if htmx else 302 if method == "GET" else 303), (method, address)
            assert answer.headers["HX-Redirect" if htmx else "Location"].startswith("/sign-in"), address
            reached += 1
    assert reached > 10


def test_a01_the_way_back_is_carried_through_the_sign_in(site):
    assert site.get("/account?x=1").location == "/sign-in?next=/account?x%3D1"
    fragment = site.get("/counts", htmx=True, headers={"HX-Current-URL": "http://localhost/account"})
    assert fragment.headers["HX-Redirect"] == "/sign-in?next=/account"


def test_c01_signing_in_asks_for_the_token_of_the_form(app, site, knock, monkeypatch, trail):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert knock().status_code == 400
    answer = knock(htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (400, "/sign-in")
    assert trail() == []
    page = site.get("/sign-in")
    assert page.words("#toasts .toast") == ["登录页放得太久，再填一次用户名和密码"]
    assert site.submit(page, "#door", username="worker", password=build.PASSWORD).status_code == 303


@pytest.mark.parametrize("address", ["/sign-out", "/account/password", "/account/keys", "/account/sessions/1/end"])
def test_c01_every_write_of_ones_own_account_asks_for_the_token(app, site, monkeypatch, trail, address):
    site.sign_in("worker")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert site.post(address, {"on": "no"}).status_code == 400
    assert trail() == []


def test_a14_a_new_database_has_no_account(tmp_path):
    fresh = conftest.a_site(tmp_path, f"sqlite:///{tmp_path}/fresh.db")
    with fresh.app_context():
        upgrade()
        assert db.session.scalar(select(Account.id)) is None
        db.session.remove()
        db.engine.dispose()


def test_a14_the_operator_opens_resets_unlocks_and_closes_accounts(app, knock, another):
    def run(*words):
        answer = app.test_cli_runner().invoke(cli.account_group, words)
        return answer.exit_code, answer.output.strip()

    code, said = run("create", "newcomer", "--name", "演示新人", "--role", "community_staff", "--area", build.A)
    assert code == 0
    assert knock("newcomer", said.split("：")[-1], at=another()).location == "/account/password"
    for _ in range(5):
        knock("newcomer", "wrong")
    assert run("unlock", "newcomer") == (0, "账号 newcomer 已解锁")
    code, said = run("reset", "newcomer")
    assert knock("newcomer", said.split("：")[-1], at=another()).location == "/account/password"
    assert run("close", "newcomer")[0] == 0
    assert knock("newcomer", said.split("：")[-1], at=another()).status_code == 422
    assert run("reset", "newcomer") == (1, "Error: 没有账号 newcomer，或者它已经停用")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"username": "worker"}, "用户名 worker 用过了"),
        ({"username": "WORKER"}, "用户名 worker 用过了"),
        ({"username": "王丽"}, "3 到 40 个字母"),
        ({"name": "  "}, "姓名要填"),
        ({"name": "演" * 41}, "姓名要填，最多 40 个字"),
        ({"role": "boss"}, "没有这个角色"),
        ({"role": "community_staff"}, "范围是一个区划"),
        ({"role": "community_staff", "area": "130803999999"}, "没有这个区划"),
        ({"role": "department", "organisation": "没有的局"}, "没有这个单位：没有的局"),
    ],
)
def test_a14_an_account_that_cannot_be_is_refused_as_a_whole(app, trail, facts, reason):
    initial = services.new_initial("newcomer")
    given = {"name": "演示新人", "username": "newcomer", "role": "worker", "area": None, "organisation": None} | facts
    with pytest.raises(RuleBroken, match=reason), audit.transaction():
        services.create_account(**given, initial=initial, by=audit.SYSTEM, at=clock.now())
    assert trail() == []


def everything_stored():
    """Every row of every table as text, sealed columns unsealed."""
    return "\n".join(
        repr(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))
    )


def test_a15_neither_passwords_nor_session_tokens_are_written_down(site, another, knock, caplog):
    caplog.set_level(logging.DEBUG)
    answers = [knock("worker", "Typed-Wrong-1"), knock("Typed-Too-Early-2", "x"), knock()]
    with site.client.session_transaction() as session:
        token = session["_user_id"]
    typed = {"password": "Typed-Wrong-3", "new_password": NEW, "repeated": NEW}
    answers.append(site.post("/account/password", typed))
    answers.append(site.post("/account/password", typed | {"password": build.PASSWORD, "new_password": "Too-short"}))
    answers.append(site.post("/account/password", typed | {"password": build.PASSWORD}))
    site.post("/sign-out")
    site.post("/account/password", typed)
    seen = everything_stored() + caplog.text + "".join(a.text + str(a.headers.get("Location")) for a in answers[2:])
    seen += answers[0].text
    secrets = ["Typed-Wrong-1", "Typed-Too-Early-2", "Typed-Wrong-3", "Too-short", NEW, build.PASSWORD, token]
    assert [secret for secret in secrets if secret in seen] == []


def test_a15_what_was_bound_to_a_statement_is_not_in_its_error(tmp_path):
    site = conftest.a_site(tmp_path, f"sqlite:///{tmp_path}/empty.db")
    with site.app_context():
        with pytest.raises(OperationalError) as error:
            db.session.execute(text("SELECT :bound FROM nowhere"), {"bound": "a-secret-value"})
        assert "a-secret-value" not in str(error.value)
        db.session.remove()
        db.engine.dispose()


def test_a15_a_password_form_whose_session_ended_is_not_kept(site, trail):
    site.sign_in("worker")
    with clock.frozen(clock.now() + build.session_limit()):
        answer = site.post("/account/password", {"password": "a", "new_password": NEW, "repeated": NEW})
    assert answer.location == "/sign-in"
    assert trail() == []


def test_g01_a_failure_is_recorded_with_its_account_and_address(knock, another):
    knock("worker", "wrong", at=another("10.0.0.9"))
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    worker = db.session.scalar(select(Account.id).where(Account.username == "worker"))
    assert (entry.action, entry.record_kind, entry.record_id) == ("auth.sign_in_failed", "account", worker)
    assert (entry.actor_id, entry.actor_name, entry.address) == (None, "没有登录的人", "10.0.0.9")


def test_g01_every_action_has_its_sentence_and_the_chain_holds(knock, site, trail):
    knock("worker", "wrong")
    knock()
    site.post("/sign-out")
    assert all(action in audit.SENTENCES for action in trail())
    assert audit.verify()[1] is None


HOSTILE = ["²", "\x00", "a\x00b", "'; --", "%ED%A0%80", "<script>", "𠀀" * 50, "x" * 10_000, "\u202e", "{{7*7}}"]


@pytest.mark.parametrize("htmx", [True, False])
def test_d02_nothing_typed_at_the_door_is_a_5xx(knock, htmx):
    for typed_in in HOSTILE:
        answer = knock(typed_in, typed_in, htmx=htmx)
        assert answer.status_code == 422, typed_in
        assert not answer.soup.select("script:not([src])"), typed_in


def test_d02_nothing_typed_into_a_password_is_a_5xx(site):
    site.sign_in("worker")
    for typed_in in HOSTILE:
        typed = {"password": typed_in, "new_password": typed_in, "repeated": typed_in}
        assert site.post("/account/password", typed).status_code == 422, typed_in
        assert site.post("/account/password", typed | {"form_token": typed_in}).status_code == 422, typed_in


BODIES = [
    ("application/x-www-form-urlencoded", b"username=%ED%A0%80%00&password=%ED%B0%80"),
    ("application/x-www-form-urlencoded", b"username=worker&password=%FF%FE"),
    ("application/x-www-form-urlencoded", b"username=worker&username=member&password=a&password=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3000))),
    ("application/x-www-form-urlencoded", b"\xff\xfe"),
    ("application/x-www-form-urlencoded", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("application/json", b"[[[["),
    ("application/json", b"[1]"),
    ("application/json", b'{"username": "\\ud800", "password": "\\ud800"}'),
    ("application/json", b'{"username": 5, "password": {"a": null}}'),
]


def test_d02_a_broken_body_is_no_5xx(site):
    for kind, body in BODIES:
        assert site.client.post("/sign-in", data=body, content_type=kind).status_code == 422, body[:40]


def test_d02_a_session_number_that_cannot_be_is_a_404(site):
    site.sign_in("worker")
    for number in ("0", "²", "-1", "9" * 19, "9" * 400, "1e3", "%00"):
        address = f"/account/sessions/{urllib.parse.quote(number, safe='%')}/end"
        assert site.post(address).status_code == 404, number


def test_d02_a_strange_browser_may_sign_in(site, knock):
    for agent in ("", "x" * 5000, "Mozilla\x7f²\xff"):
        assert knock(headers={"User-Agent": agent}).status_code == 303, agent[:20]
        assert site.get("/account/sessions").status_code == 200, agent[:20]
        site.sign_out()

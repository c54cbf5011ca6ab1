"""Every address × every role: who is let in is what GRANTS says, and no page breaks (B01, B14)."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule

from shuangluan.app import create_app
from shuangluan.cli import MACHINES
from shuangluan.generated import permission_table, state_diagrams
from shuangluan.kernel import permissions
from shuangluan.kernel.permissions import OPEN_TO_ALL, ROLES, SIGNED_IN, Access, requires
from tests import build
from tests.conftest import a_config

ROOT = Path(__file__).resolve().parents[2]
PATIENT = {"static"}


def rules_of(app: Any) -> list[Rule]:
    """The addresses of the site, its files aside."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PATIENT]


def filled(rule: Rule, number: int) -> str:
    """The address with an id in each place."""
    return re.sub(r"<[^>]+>", str(number), rule.rule)


def methods(rule: Rule) -> list[str]:
    """GET and POST of a rule."""
    return sorted((rule.methods or set()) & {"GET", "POST"})


def access_of(app: Any, rule: Rule) -> Access:
    """What its view declares."""
    found: Access = app.view_functions[rule.endpoint].__dict__["access"]
    return found


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)  # grants do not ask the database's kind
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_exactly_where_it_holds_the_permission(site, monkeypatch, role: str):
    """Every page is drawn for the first role that may see it, and for one in three others; elsewhere, and of a write,
    only the door is asked: what stands behind it has tests of its own.
    """
    appeal = build.an_appeal()
    site.reads_html = False
    site.sign_in(role)
    for rule in rules_of(site.app):
        access = access_of(site.app, rule)
        may = access.permission in {OPEN_TO_ALL, SIGNED_IN} or role in permissions.GRANTS[access.permission]
        for method in methods(rule):
            address = filled(rule, appeal.id)
            with monkeypatch.context() as patched:
                if method == "POST" or (may and not _is_drawn(rule, access, role)):
                    patched.setitem(site.app.view_functions, rule.endpoint, _door(access))
                answer = site.get(address) if method == "GET" else site.post(address)
            assert answer.status_code < 500, f"{method} {address}: {answer.status_code}"
            assert (answer.status_code == 403) is not may, f"{method} {address} as {role}: {answer.status_code}"


def _is_drawn(rule: Rule, access: Access, role: str) -> bool:
    holders = permissions.GRANTS.get(access.permission, ROLES)
    first = next(one for one in ROLES if one in holders)
    return role == first or zlib.crc32(f"{rule.endpoint} {role}".encode()) % 3 == 0


def _door(access: Access) -> Any:
    """A view with nothing behind it."""

    def let_in(**_: Any) -> str:
        return "in"

    let_in.__dict__["access"] = access
    return let_in


def test_a_stranger_is_sent_to_sign_in(site):
    for rule in rules_of(site.app):
        if access_of(site.app, rule).permission == OPEN_TO_ALL:
            continue
        for method in methods(rule):
            address = filled(rule, 1)
            plain = site.get(address) if method == "GET" else site.post(address)
            assert plain.status_code in {302, 303}, f"{method} {address}"
            assert plain.location.startswith("/sign-in")
            quick = site.get(address, htmx=True) if method == "GET" else site.post(address, htmx=True)
            assert quick.status_code == 401
            assert quick.headers["HX-Redirect"].startswith("/sign-in")


def test_reads_never_write_and_only_get_and_post_are_used(site):
    for rule in rules_of(site.app):
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}
        if access_of(site.app, rule).permission.endswith(":read"):
            assert "POST" not in (rule.methods or set())


def test_addresses_are_lower_case_words_joined_by_dashes(site):
    for rule in rules_of(site.app):
        words = re.sub(r"<int:[a-z_]+>|<[a-z]+:[a-z_]+>", "1", rule.rule)
        assert re.fullmatch(r"/([a-z0-9-]+(/[a-z0-9-]+)*)?", words), rule.rule
        assert "<" not in rule.rule.replace("<int:", ""), f"{rule.rule}: an id without a type"


def test_the_site_does_not_start_with_an_open_route(tmp_path: Path):
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/x.db"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="forgotten: nothing declared"):
        permissions.check_declared(app)


@pytest.mark.parametrize(
    ("permission", "verb", "fault"),
    [("no:such:thing", "GET", "unknown"), ("grid:appeal:read", "POST", "guards a write")],
)
def test_a_wrong_declaration_is_found(tmp_path: Path, permission: str, verb: str, fault: str):
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/x.db"))
    app.add_url_rule("/odd", "odd", requires(permission)(lambda: ""), methods=[verb])
    with pytest.raises(RuntimeError, match=fault):
        permissions.check_declared(app)


def test_every_permission_is_asked_for_somewhere(app):
    asked = {access_of(app, rule).permission for rule in rules_of(app)}
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shuangluan").rglob("*.py"))
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    idle = [
        permission
        for permission in permissions.GRANTS
        if permission not in asked and permission not in templates and source.count(f'"{permission}"') < 2
        and not re.search(rf"Perm\.{_constant(source, permission)}\b(?!\s*[:=])", source)
    ]  # fmt: skip
    assert idle == []


def _constant(source: str, permission: str) -> str:
    found = re.search(rf'([A-Z_]+) = "{re.escape(permission)}"', source)
    return found[1] if found else "UNKNOWN"


def test_the_table_of_permissions_is_the_codes(app):
    assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == permission_table(app)


def test_the_diagrams_of_states_are_the_codes():
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == state_diagrams(MACHINES)

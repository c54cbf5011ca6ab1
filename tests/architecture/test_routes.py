"""Every address × every role: who is let in is what GRANTS says, and no page breaks (B01, B14)."""

import re
import zlib
from collections import defaultdict
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


def holders(access: Access) -> list[str]:
    """The roles it lets in."""
    return [role for role in ROLES if access.permission in {OPEN_TO_ALL, SIGNED_IN} or _holds(role, access.permission)]


def _holds(role: str, permission: str) -> bool:
    return role in permissions.GRANTS[permission]


def turn(key: str, of: int) -> int:
    """Whose turn it is: the same for the same key on every machine."""
    return zlib.crc32(key.encode()) % of


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)  # grants do not ask the database's kind
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_exactly_where_it_holds_the_permission(site, monkeypatch, role: str):
    """One gate decides by the declared permission alone, so one address of each is asked, another one for each role."""
    site.reads_html = False
    site.sign_in(role)
    for rule, method in addresses_of_a_role(site.app, role):
        access = access_of(site.app, rule)
        may = role in holders(access)
        with monkeypatch.context() as patched:
            patched.setitem(site.app.view_functions, rule.endpoint, _door(access))
            answer = asked(site, method, filled(rule, 1))
        assert (answer.status_code == 403) is not may, f"{method} {rule.rule} as {role}: {answer.status_code}"


def addresses_of_a_role(app: Any, role: str) -> list[tuple[Rule, str]]:
    """One address of each permission, by each method that it guards."""
    doors: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules_of(app):
        for method in methods(rule):
            doors[access_of(app, rule).permission, method].append(rule)
    return [(rules[turn(f"{role} {door}", len(rules))], door[1]) for door, rules in doors.items()]


def asked(site: Any, method: str, address: str) -> Any:
    """The answer of an address."""
    return site.get(address) if method == "GET" else site.post(address)


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_drawn_for_two_of_the_roles_that_may_see_it(site, role: str):
    appeal = build.an_appeal()
    site.reads_html = False
    site.sign_in(role)
    for rule in rules_of(site.app):
        if "GET" not in methods(rule) or role not in viewers(rule, access_of(site.app, rule)):
            continue
        answer = site.get(filled(rule, appeal.id))
        assert answer.status_code < 500, f"{rule.rule}: {answer.status_code}"
        assert answer.status_code != 403, f"{rule.rule} as {role}"


def viewers(rule: Rule, access: Access) -> set[str]:
    """The first of its roles, and another one."""
    first, *others = holders(access)
    return {first, others[turn(rule.endpoint, len(others))]} if others else {first}


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


def test_every_view_has_a_name(app):
    """The guard of forms, which tests switch off, asks for it: without one the page is a 500 (C01)."""
    unnamed = [name for name, view in app.view_functions.items() if not hasattr(view, "__name__")]
    assert unnamed == []


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

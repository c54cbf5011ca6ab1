"""GRANTS against the rules: a permission is held by exactly the roles that its deed's rule can ever let through."""

from dataclasses import replace
from datetime import datetime

import pytest

from shuangluan.grid.permissions import GRANTS, Perm
from shuangluan.grid.rules import RULES, Action, AppealState, HandlingLevel, Standing, Who
from shuangluan.grid.rules.guards import Case
from shuangluan.grid.views import addresses
from shuangluan.grid.views.addresses import PERMISSIONS, SLUGS, endpoint, opens_in
from shuangluan.kernel.permissions import ROLES
from tests import build
from tests.grid.deeds import address
from tests.grid.shipped import terms

NOW = datetime(2026, 11, 20, 10, 0)
ADDRESSED = {"lead_body": True, "assist_body": True, "assist_to_sign": True}
ISSUED = {"issued_lead": True, "above": True}
WROTE = {"registered_it": True}
# The most that somebody with one role can be to an appeal: whose leg it is, who issued it, who registered it.
PEOPLE: dict[str, list[Who]] = {
    "grid_worker": [Who(grid_worker=True, **ADDRESSED, **WROTE), Who(other_grid=True, **ADDRESSED, **WROTE)],
    "grid_leader": [Who(grid_leader=True, **ADDRESSED, **ISSUED, **WROTE)],
    "community_admin": [Who(community=True, **ADDRESSED, **ISSUED, **WROTE)],
    "community_staff": [Who(community=True, **ADDRESSED, **ISSUED, **WROTE)],
    "street_staff": [Who(street=True, **ADDRESSED, **ISSUED, **WROTE)],
    "street_leader": [Who(street_leader=True, **ADDRESSED, **ISSUED, **WROTE)],
    "district_org": [Who(district=True, **ADDRESSED, **ISSUED, **WROTE)],
    "department": [Who(department=True, **ADDRESSED)],
    "property_liaison": [Who(property_company=True, **ADDRESSED, **WROTE)],
    "owners_delegate": [Who(owners_delegate=True)],
    "auditor": [Who(auditor=True)],
}


def may_ever(action: Action, role: str) -> bool:
    """Whether the rule lets the role through on some appeal."""
    levels = [Standing(AppealState.ACCEPTED, handling_level=level) for level in HandlingLevel]
    standings = levels + [replace(one, resident_reported=False) for one in levels]
    cases = (Case(standing, who, NOW, terms()) for standing in standings for who in PEOPLE.get(role, [Who()]))
    return any(RULES[action].who(case) for case in cases)


@pytest.mark.parametrize("action", Action)
def test_gr_13_a_role_holds_the_permission_exactly_where_the_rule_can_let_it_through(action: Action):
    allowed = {role for role in ROLES if may_ever(action, role)}
    assert set(GRANTS[PERMISSIONS[action]]) == allowed


def test_every_permission_has_its_roles_and_none_is_idle():
    assert set(GRANTS) == set(Perm)
    of_pages = {"READ", "READ_RESTRICTED", "REGISTER", "REVEAL", "EXPORT", "EXPORT_FULL"}
    of_places = {Perm.COMPOUND_READ, Perm.COMPOUND_EXPORT, Perm.COMPOUND_WRITE}
    assert set(Perm) - set(PERMISSIONS.values()) - of_places == {Perm[f"APPEAL_{name}"] for name in of_pages}
    assert all("auditor" not in roles for perm, roles in GRANTS.items() if perm in PERMISSIONS.values())


def test_a_deed_has_an_address_an_endpoint_and_a_dialog_of_its_own(app):
    assert len(set(SLUGS.values())) == len(SLUGS) == len(Action)
    for action in Action:
        view = app.view_functions[f"grid.{endpoint(action)}"]
        assert view.__dict__["access"].permission == PERMISSIONS[action]  # what the gate asks each role for
        assert opens_in(action) in {"drawer", "dialog"}
    with app.test_request_context():
        appeal = build.an_appeal()
        assert {action: addresses.address(action, appeal.id) for action in Action} == {
            action: address(action, appeal) for action in Action
        }


@pytest.mark.parametrize("action", Action)
def test_gr_13_a_restricted_appeal_does_not_exist_for_its_community(site, action: Action):
    appeal = build.an_appeal(by="street_staff", category="petition")
    for username in ("community_admin", "grid_leader", "grid_worker"):
        site.sign_in(username)
        assert site.get(address(action, appeal)).status_code in (403, 404)
    site.sign_in("street_staff")
    assert site.get(address(Action.COMMENT, appeal)).status_code == 200

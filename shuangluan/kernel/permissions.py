"""Who may do what: roles, dated grants with a scope, and the viewer that every query starts from (D3, D3a)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import ColumnElement, and_, false, or_

View = TypeVar("View", bound=Callable[..., Any])

OPEN_TO_ALL = "open"
SIGNED_IN = "signed_in"
SAFE = {"GET", "HEAD", "OPTIONS"}

ROLES: dict[str, str] = {
    "community_admin": "社区书记",
    "community_staff": "社区工作者",
    "grid_leader": "网格长",
    "grid_worker": "兼职网格员",
    "agent": "窗口代办员",
    "property_liaison": "物业联络员",
    "owners_delegate": "业委会代表",
    "unit_liaison": "单位联络员",
    "member": "在职党员",
    "worker": "社区工作者本人",
    "department": "区直部门",
    "street_staff": "街道经办",
    "street_leader": "包联领导",
    "district_org": "区委组织部",
    "district_reviewer": "人事复核",
    "district_approver": "人事审批",
    "scheme_admin": "方案管理员",
    "finance_viewer": "财务查看",
    "auditor": "业务审计",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
THREE_ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
ORGANISATION_ROLES = {"property_liaison", "owners_delegate", "unit_liaison", "department"}
OWN_ROLES = {"member", "worker"}

GRANTS: dict[str, frozenset[str]] = {}
"""Permission → roles that hold it, joined by `create_app` from the slices' `permissions.py`."""


@dataclass(frozen=True)
class Access:
    """What a view asks of its visitor; a background request does not extend the session (A11)."""

    permission: str
    background: bool = False
    before_change: bool = False  # reachable while a first password change is due (A05)


def requires(
    permission: str, *, background: bool = False, before_change: bool = False
) -> Callable[[View], View]:
    """Declare who may use a view; a view without this stops the start of the site."""

    def declare_on(view: View) -> View:
        view.__dict__["access"] = Access(str(permission), background, before_change)
        return view

    return declare_on


def declare(grants: Mapping[Any, Iterable[str]]) -> None:
    """Join a slice's GRANTS. Raises RuntimeError for a role that is not of D3a."""
    for permission, roles in grants.items():
        unknown = set(roles) - set(ROLES)
        if unknown:
            raise RuntimeError(f"{permission}: unknown roles {sorted(unknown)}")
        GRANTS[str(permission)] = frozenset(roles)


def check_declared(app: Flask) -> None:
    """Refuse to start while any route leaves open who may use it (B01)."""
    app.view_functions["static"].__dict__["access"] = Access(OPEN_TO_ALL)
    known, faults = {OPEN_TO_ALL, SIGNED_IN, *GRANTS}, []
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if access is None:
            faults.append(f"{rule.endpoint}: nothing declared")
        elif access.permission not in known:
            faults.append(f"{rule.endpoint}: unknown {access.permission}")
        elif (rule.methods or set()) - SAFE and access.permission.endswith(":read"):
            faults.append(f"{rule.endpoint}: a read permission guards a write")
    if faults:
        raise RuntimeError("; ".join(faults))


def area_range(column: Any, prefix: str) -> ColumnElement[bool]:
    """Rows whose area code begins with `prefix`, as a range that an index serves on both databases."""
    end = str(int(prefix) + 1)
    condition: ColumnElement[bool] = and_(column >= prefix, column < end)
    return condition


@dataclass(frozen=True)
class Grant:
    """One role in force today, with its one scope."""

    role: str
    area: str | None
    organisation_id: int | None
    own: bool
    scope_name: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who looks: an account's person with the grants of the day, read in one statement."""

    session_id: int
    account_id: int
    person_id: int
    name: str
    username: str
    grants: tuple[Grant, ...]
    must_change: bool = False
    single_keys: bool = True
    started_at: datetime | None = None
    token: str = ""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Flask-Login's alternative id: the session's token, not the account."""
        return self.token

    def roles(self, permission: str) -> list[Grant]:
        """The grants whose role holds `permission`."""
        holders = GRANTS.get(str(permission), frozenset())
        return [grant for grant in self.grants if grant.role in holders]

    def can(self, permission: str) -> bool:
        """Whether any of today's roles holds the permission; the scope is asked in the queries."""
        holders = GRANTS.get(str(permission), frozenset())
        return any(grant.role in holders for grant in self.grants)

    def holds_role(self, *roles: str) -> bool:
        """Whether one of `roles` is held today, wherever."""
        return any(grant.role in roles for grant in self.grants)

    def areas(self, permission: str) -> tuple[str, ...]:
        """The widest area codes in which the permission is held."""
        return _widest({grant.area for grant in self.roles(permission) if grant.area})

    def within(self, permission: str, column: Any) -> ColumnElement[bool]:
        """Rows of the areas in which the permission is held; nothing without a grant."""
        ranges = [area_range(column, code) for code in self.areas(permission)]
        return or_(*ranges) if ranges else false()

    def holds_area(self, permission: str, code: str) -> bool:
        """Whether the permission is held for the area `code`."""
        return any(code.startswith(area) for area in self.areas(permission))

    def role_in(self, code: str, *roles: str) -> bool:
        """Whether one of `roles` is held for an area that contains `code`."""
        return any(g.role in roles and g.area and code.startswith(g.area) for g in self.grants)

    def organisations(self, permission: str) -> tuple[int, ...]:
        """The organisations for which the permission is held."""
        return tuple(sorted({g.organisation_id for g in self.roles(permission) if g.organisation_id}))

    @property
    def line(self) -> str:
        """The line under the name: the first role with its scope."""
        if not self.grants:
            return "没有有效的角色"
        first = self.grants[0]
        return " · ".join(part for part in (ROLES[first.role], first.scope_name) if part)

    @property
    def home_areas(self) -> tuple[str, ...]:
        """The widest areas of the grants: what the scope switcher offers. The three administrators' are none."""
        held = {g.area for g in self.grants if g.area and g.role not in THREE_ADMINISTRATORS}
        return _widest(held)


def _widest(codes: Iterable[str]) -> tuple[str, ...]:
    ordered = sorted(codes)
    return tuple(c for c in ordered if not any(c != d and c.startswith(d) for d in ordered))


def in_force(valid_from: Any, valid_to: Any, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Half-open period columns that contain `day` (D28)."""
    condition: ColumnElement[bool] = and_(valid_from <= day, or_(valid_to.is_(None), valid_to > day))
    return condition

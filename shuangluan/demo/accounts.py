"""The accounts of the demonstration: one for each role, a second one elsewhere where a role has a place.

Passwords are never stored: they are computed from the site's secret key, for whoever can read that key.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from shuangluan.demo import words
from shuangluan.demo.district import BUILDER, FIRST, SECOND, District
from shuangluan.extensions import db
from shuangluan.kernel import people, places
from shuangluan.kernel.models import Account, Organisation, RoleGrant
from shuangluan.kernel.permissions import ROLES

LENGTH, GROUP = 16, 4

SCOPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("community_admin", "community_staff", "grid_leader", "grid_worker", "agent"), (FIRST, SECOND)),
    **dict.fromkeys(("street_staff", "street_leader"), (FIRST[:9], SECOND[:9])),
    "property_liaison": (words.COMPANIES[0], words.COMPANIES[1]),
    "department": (words.HOUSING, words.CITY),
    "owners_delegate": (words.OWNERS,),
    "unit_liaison": (words.UNIT,),
    "member": ("",),
    "worker": ("",),
}
"""For each role the scopes of its accounts; every other role is the district's."""


def usernames() -> dict[str, tuple[str, str]]:
    """Role and scope by user name: `community_admin`, and `community_admin_2` for the one elsewhere."""
    return {
        role if n == 1 else f"{role}_{n}": (role, scope)
        for role in ROLES
        for n, scope in enumerate(SCOPES.get(role, (places.DISTRICT,)), 1)
    }


def password(secret: bytes, username: str) -> str:
    """base32(HMAC(secret key, user name)), shortened to 16 characters in groups of four."""
    digest = hmac.digest(secret, username.encode(), hashlib.sha256)
    letters = base64.b32encode(digest).decode().lower()[:LENGTH]
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def hashes(secret: bytes) -> dict[str, str]:
    """What is stored of the passwords, by user name; each takes 0.1 s of a core, so several at a time."""
    names = list(usernames())
    with ThreadPoolExecutor(max_workers=4) as pool:
        stored = pool.map(lambda name: people.hash_password(password(secret, name)), names)
    return dict(zip(names, stored, strict=True))


def open_all(district: District, stored: Mapping[str, str]) -> None:
    """Open the accounts for the persons whom the district has in those roles."""
    for username, (role, scope) in usernames().items():
        holder = district.holder(role, scope)
        people.open_account(
            holder.person, username=username, password_hash=stored[username], is_demo=True,
            by=BUILDER, at=district.founded_at,
        )  # fmt: skip


def listed(secret: bytes) -> list[dict[str, str]]:
    """User name, password, role and scope of every demonstration account, in the order of the roles.

    The scope is an area code, the name of an organisation, or 本人.
    """
    rows = db.session.execute(
        select(Account.username, RoleGrant.role, RoleGrant.area, Organisation.name)
        .join(RoleGrant, RoleGrant.person_id == Account.person_id)
        .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(Account.is_demo)
        .order_by(Account.id, RoleGrant.id)
    )
    return [
        {"username": name, "password": password(secret, name), "role": role, "scope": area or body or "本人"}
        for name, role, area, body in rows
    ]

"""Reads for signing in and for one's own account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, case, func, select

from shuangluan.auth import rules
from shuangluan.extensions import db
from shuangluan.kernel import gate, vault
from shuangluan.kernel.models import (
    Account,
    Area,
    AuthSession,
    Organisation,
    PasswordHistory,
    RoleGrant,
    SignInAttempt,
)
from shuangluan.kernel.permissions import Viewer


def account_named(username: str) -> Row[int, str] | None:
    """Id and password hash of the account with this user name, as typed or in lower case."""
    names = [username, rules.normal_username(username)]
    return db.session.execute(
        select(Account.id, Account.password_hash)
        .where(Account.username.in_(names))
        .order_by(case((Account.username == username, 0), else_=1))
        .limit(1)
    ).first()


def name_digest(username: str) -> str:
    """The key under which a name's failures are counted, whether or not there is such an account."""
    return vault.digest("sign-in:" + rules.normal_username(username))


def standing(username: str, at: datetime) -> rules.Standing:
    """How a name stands at a moment."""
    times = (
        select(SignInAttempt.at)
        .where(SignInAttempt.name_digest == name_digest(username), SignInAttempt.at <= at)
        .order_by(SignInAttempt.at, SignInAttempt.id)
    )
    return rules.standing_at(db.session.scalars(times).all(), at)


def failures_from(address: str, at: datetime) -> int:
    """How often a sign-in from this address failed within the last minute."""
    count = select(func.count()).where(
        SignInAttempt.address == address, SignInAttempt.at > at - rules.ADDRESS_WINDOW, SignInAttempt.at <= at
    )
    return db.session.scalar(count) or 0


def is_too_fast(address: str, at: datetime) -> bool:
    """Whether an address has to wait before its next try (A08)."""
    return failures_from(address, at) >= rules.ADDRESS_LIMIT


def live_sessions(account_id: int, at: datetime) -> Sequence[AuthSession]:
    """The sessions of an account that still open the door, oldest first."""
    return db.session.scalars(
        select(AuthSession)
        .where(
            AuthSession.account_id == account_id,
            AuthSession.ended_at.is_(None),
            AuthSession.started_at > at - gate.ABSOLUTE,
            AuthSession.last_seen_at > at - gate.IDLE,
        )
        .order_by(AuthSession.started_at, AuthSession.id)
    ).all()


def own_sessions(viewer: Viewer, at: datetime) -> list[AuthSession]:
    """Where the viewer is signed in, this place first."""
    idle = gate.idle_limit(grant.role for grant in viewer.grants)
    rows = [row for row in live_sessions(viewer.account_id, at) if at - row.last_seen_at < idle]
    return sorted(rows, key=lambda row: (row.id != viewer.session_id, -row.started_at.timestamp()))


def own_session(session_id: int, *, viewer: Viewer) -> AuthSession | None:
    """One of the viewer's own sessions that has not ended; another's does not exist (B03)."""
    return db.session.scalar(
        select(AuthSession).where(
            AuthSession.id == session_id,
            AuthSession.account_id == viewer.account_id,
            AuthSession.ended_at.is_(None),
        )
    )


def own_account(viewer: Viewer) -> Account:
    """The viewer's account; it exists, for the session was read with it."""
    return db.session.get_one(Account, viewer.account_id)


def own_grants(viewer: Viewer) -> Sequence[Row[RoleGrant, str, str]]:
    """All grants ever given to the viewer, with the names of their scopes, the newest first."""
    return db.session.execute(
        select(RoleGrant, Area.name.label("area_name"), Organisation.name.label("organisation_name"))
        .outerjoin(Area, Area.code == RoleGrant.area)
        .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == viewer.person_id)
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
    ).all()


def former_hashes(account_id: int) -> Sequence[str]:
    """The newest stored passwords, which a new one must not repeat."""
    return db.session.scalars(
        select(PasswordHistory.password_hash)
        .where(PasswordHistory.account_id == account_id)
        .order_by(PasswordHistory.id.desc())
        .limit(rules.HISTORY)
    ).all()

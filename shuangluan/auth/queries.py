"""Reads for signing in and for one's own account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
from shuangluan.kernel.permissions import ROLES, Viewer, in_force


@dataclass(frozen=True)
class HeldRole:
    """A grant as its holder reads it; `last_day` is inclusive, None where there is no end."""

    role: str
    scope: str
    first_day: date
    last_day: date | None
    basis: str
    state: tuple[str, str]


def account_named(username: str) -> Row[int, str] | None:
    """Id and password hash of the account with this user name, as typed or in lower case."""
    names = [username, rules.normal_username(username)]
    return db.session.execute(
        select(Account.id, Account.password_hash)
        .where(Account.username.in_(names))
        .order_by(case((Account.username == username, 0), else_=1))
        .limit(1)
    ).first()


def account(account_id: int | None) -> Account | None:
    """An account by its id; asked in the same way when there is none (A09)."""
    return db.session.scalar(select(Account).where(Account.id == (account_id or 0)))


def name_digest(username: str) -> str:
    """The key under which a name's failures are counted, whether or not there is such an account."""
    return vault.digest("sign-in:" + rules.normal_username(username))


def standing(username: str, at: datetime) -> rules.Standing:
    """How a name stands at a moment."""
    times = (
        select(SignInAttempt.at)
        .where(
            SignInAttempt.name_digest == name_digest(username),
            SignInAttempt.at > at - rules.FAILURES_KEPT,
            SignInAttempt.at <= at,
        )
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


def idle_of(person_id: int, day: date) -> timedelta:
    """How long the person's sessions may pause, by the roles he holds on a day."""
    held = select(RoleGrant.role).where(
        RoleGrant.person_id == person_id, in_force(RoleGrant.valid_from, RoleGrant.valid_to, day)
    )
    return gate.idle_limit(db.session.scalars(held).all())


def live_sessions(account_id: int, idle: timedelta, at: datetime) -> Sequence[AuthSession]:
    """The sessions of an account that still open the door, oldest first."""
    return db.session.scalars(
        select(AuthSession)
        .where(
            AuthSession.account_id == account_id,
            AuthSession.ended_at.is_(None),
            AuthSession.started_at > at - gate.ABSOLUTE,
            AuthSession.last_seen_at > at - idle,
        )
        .order_by(AuthSession.started_at, AuthSession.id)
    ).all()


def own_idle(viewer: Viewer) -> timedelta:
    """How long the viewer's sessions may pause."""
    return gate.idle_limit(grant.role for grant in viewer.grants)


def own_sessions(viewer: Viewer, at: datetime) -> list[AuthSession]:
    """Where the viewer is signed in, this place first, then the newest."""
    rows = live_sessions(viewer.account_id, own_idle(viewer), at)
    return sorted(rows, key=lambda row: (row.id != viewer.session_id, -row.started_at.timestamp(), -row.id))


def own_session(session_id: int, *, viewer: Viewer) -> AuthSession | None:
    """One of the viewer's own sessions; another's does not exist (B03)."""
    return db.session.scalar(
        select(AuthSession).where(AuthSession.id == session_id, AuthSession.account_id == viewer.account_id)
    )


def parting(token: str) -> str | None:
    """Why the session of a cookie is over: the reason, empty when it ran out of time; None for no session."""
    found = db.session.execute(
        select(AuthSession.end_reason).where(AuthSession.token_digest == gate.token_digest(token))
    ).first()
    return None if found is None else found.end_reason or ""


def own_account(viewer: Viewer) -> Account:
    """The viewer's account; it exists, for the session was read with it."""
    return db.session.get_one(Account, viewer.account_id)


def roles_of(person_id: int, day: date) -> list[HeldRole]:
    """All roles ever given to a person, the newest first."""
    rows = db.session.execute(
        select(
            RoleGrant.role,
            RoleGrant.valid_from,
            RoleGrant.valid_to,
            RoleGrant.basis,
            func.coalesce(Area.name, Organisation.name, "本人").label("scope"),
        )
        .outerjoin(Area, Area.code == RoleGrant.area)
        .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
    )
    return [
        HeldRole(
            role=ROLES[row.role],
            scope=row.scope,
            first_day=row.valid_from,
            last_day=row.valid_to - timedelta(days=1) if row.valid_to else None,
            basis=row.basis,
            state=rules.term(row.valid_from, row.valid_to, day),
        )
        for row in rows
    ]


def former_hashes(account_id: int) -> Sequence[str]:
    """The newest stored passwords, which a new one must not repeat."""
    return db.session.scalars(
        select(PasswordHistory.password_hash)
        .where(PasswordHistory.account_id == account_id)
        .order_by(PasswordHistory.id.desc())
        .limit(rules.HISTORY)
    ).all()

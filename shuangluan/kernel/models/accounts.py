"""Accounts, the dated grants of their persons, and the rows that sign-in needs (D3, security A01–A17)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class Account(Base):
    """账号; a user name is never used again, a closed account cannot act at once."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime]
    must_change: Mapped[bool]
    is_demo: Mapped[bool]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    single_keys: Mapped[bool] = mapped_column(default=True)  # WCAG 2.1.4: can be switched off
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_at_with_by"),
    )


class PasswordHistory(Base):
    """The hashes a new password must not repeat."""

    __tablename__ = "password_history"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class RoleGrant(Base):
    """A role with exactly one scope, for dates; no grant, no access (D3)."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    area: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    own: Mapped[bool]  # the person himself is the scope: member, worker
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(120), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN area IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN own THEN 1 ELSE 0 END) = 1",
            name="one_scope",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "role", "area"),
    )


class SessionEnd(StrEnum):
    """Why a session was ended; one that ran out of time is dead without a reason."""

    SIGNED_OUT = "signed_out"
    BY_OWNER = "by_owner"  # from another place where he is signed in
    NEWER = "newer"  # it had to make room for a later sign-in
    PASSWORD = "password"  # noqa: S105  # the password was changed or reset
    ROLES = "roles"  # a role was given
    CLOSED = "closed"  # the account was closed


class AuthSession(Base):
    """A sign-in as a row: the cookie holds a random token, the row its digest."""

    __tablename__ = "auth_session"
    __unaudited__ = True  # says nothing about the business
    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[SessionEnd | None]
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_at_with_reason"),
    )


class SignInAttempt(Base):
    """A failed sign-in: by address for the slow-down (A08), by name for the lockout (A06).

    Names stand as keyed digests and need no account, so that an unknown name locks like a known one (A09). Where the
    digest is empty the try counts for the address only: a refusal that must not lengthen a lock.
    """

    __tablename__ = "sign_in_attempt"
    __unaudited__ = True  # says nothing about the business
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    name_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "address", "at"), Index(None, "name_digest", "at"))

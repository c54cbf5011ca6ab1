"""Signing in and out, passwords, one's own account: what is written, and what of it stands in the trail (A03–A17).

Hashing a password costs 0.1 s of a core, so it is done before the transaction: `prove`, `weigh_change` and
`new_initial` only read; what they found is handed to the function that writes.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, or_, select

from shuangluan.auth import queries, rules
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, gate, people, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import (
    Account,
    AuthSession,
    Organisation,
    PasswordHistory,
    Person,
    SessionEnd,
    SignInAttempt,
)

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another one
STRANGER = "没有登录的人"


@dataclass(frozen=True)
class Visit:
    """Where a sign-in comes from: the address, and what the browser says of itself."""

    address: str
    agent: str

    @property
    def stranger(self) -> audit.Actor:
        """Who has not proved to be anybody, as the trail names him."""
        return audit.Actor(None, STRANGER, "", self.address)


@dataclass(frozen=True)
class Proof:
    """What a typed name and password are worth. `account_id` is None where there is no such account."""

    username: str
    account_id: int | None
    against: str = field(repr=False)  # the stored hash that was tried
    is_right: bool


@dataclass(frozen=True)
class Admission:
    """The answer to somebody who wants to sign in: the token of his new session, or the reason why not."""

    token: str = field(default="", repr=False)
    reason: str = ""
    is_slowed: bool = False


SLOWED = Admission(reason=rules.SLOWED, is_slowed=True)


def prove(username: str, password: str) -> Proof:
    """Weigh a name and a password; the same work for a name that does not exist (A09). Reads only."""
    tried = _tried(password)
    found = queries.account_named(username)
    if found is None:
        people.hash_password(tried)
        return Proof(username, None, "", False)
    return Proof(username, found.id, found.password_hash, people.is_password(tried, found.password_hash))


def _tried(password: str) -> str:
    """What is hashed of a typed password: one character more than any password has, so that no megabytes are."""
    return password[: rules.MAX_LENGTH + 1]


def sign_in(proof: Proof, visit: Visit, *, at: datetime) -> Admission:
    """Let somebody in or refuse. A refusal is written too, so it is an answer and not an exception.

    A locked name is refused with the right password as well (A06). An unknown name, a closed account and a wrong
    password are told and written alike (A09).
    """
    if queries.is_too_fast(visit.address, at):
        return SLOWED
    standing = queries.standing(proof.username, at)
    account = queries.account(proof.account_id)
    if standing.locked_until is not None:
        return _refused(account, rules.locked_sentence(clock.local(standing.locked_until)), visit, at)
    if account is None or account.closed_at or not proof.is_right or account.password_hash != proof.against:
        return _failed(proof.username, account, visit, at)
    if account.must_change and rules.is_initial_expired(account.password_set_at, at):
        return _refused(account, rules.INITIAL_EXPIRED, visit, at)
    return _admitted(account, visit, at)


def _refused(account: Account | None, reason: str, visit: Visit, at: datetime) -> Admission:
    """Counts for the address only: going on against a locked name does not keep its owner out for longer."""
    db.session.add(SignInAttempt(address=visit.address, name_digest="", at=at))
    audit.noted("auth.sign_in_refused", account, by=visit.stranger, at=at)
    _note_slowing(visit, at)
    return Admission(reason=reason)


def _failed(username: str, account: Account | None, visit: Visit, at: datetime) -> Admission:
    standing = _count_failure(username, account, "auth.sign_in_failed", by=visit.stranger, at=at)
    _note_slowing(visit, at)
    return Admission(reason=_failure_sentence(standing, rules.WRONG))


def _count_failure(
    username: str, account: Account | None, action: str, *, by: audit.Actor, at: datetime
) -> rules.Standing:
    """Count a wrong password against its name. The name itself is not noted: it may be a password typed too early."""
    db.session.add(SignInAttempt(address=by.address, name_digest=queries.name_digest(username), at=at))
    audit.noted(action, account, by=by, at=at)
    standing = queries.standing(username, at)
    if standing.locked_until is not None:
        audit.noted("auth.locked", account, by=by, at=at)
    return standing


def _failure_sentence(standing: rules.Standing, what: str) -> str:
    if standing.locked_until is not None:
        return rules.locked_sentence(clock.local(standing.locked_until))
    return rules.wrong_sentence(standing.left, what)


def _note_slowing(visit: Visit, at: datetime) -> None:
    """Once per slow-down: what follows is not written at all, so a flood does not fill the trail."""
    if queries.failures_from(visit.address, at) == rules.ADDRESS_LIMIT:
        audit.noted("auth.address_slowed", None, by=visit.stranger, at=at)


def _admitted(account: Account, visit: Visit, at: datetime) -> Admission:
    person = db.session.get_one(Person, account.person_id)
    by = audit.Actor(person.id, person.name, "", visit.address)
    _forget_failures(account.username, at)
    live = queries.live_sessions(account.id, queries.idle_of(person.id, clock.local_day(at)), at)
    for oldest in live[: max(0, len(live) + 1 - rules.PARALLEL_SESSIONS)]:
        end_session(oldest, SessionEnd.NEWER, by=by, at=at)
    token = secrets.token_urlsafe(32)
    db.session.add(
        AuthSession(
            token_digest=gate.token_digest(token),
            account_id=account.id,
            started_at=at,
            last_seen_at=at,
            address=visit.address,
            agent=visit.agent,
        )
    )
    audit.noted("auth.signed_in", account, by=by, at=at, detail={"device": rules.device(visit.agent)})
    return Admission(token=token)


def _forget_failures(username: str, at: datetime) -> None:
    """A name begins anew (A06); what is too old to count goes as well, whoever it was."""
    db.session.execute(
        delete(SignInAttempt).where(
            or_(
                SignInAttempt.name_digest == queries.name_digest(username),
                SignInAttempt.at <= at - rules.FAILURES_KEPT,
            )
        )
    )


def sign_out(session: AuthSession, *, by: audit.Actor, at: datetime) -> None:
    """End the session one works in; its cookie is dead from now on (A10)."""
    _end(session, SessionEnd.SIGNED_OUT, "auth.signed_out", by=by, at=at)


def end_session(session: AuthSession, reason: SessionEnd, *, by: audit.Actor, at: datetime) -> None:
    """End a session elsewhere. One that has ended stays as it is."""
    _end(session, reason, "auth.session_ended", by=by, at=at)


def _end(session: AuthSession, reason: SessionEnd, action: str, *, by: audit.Actor, at: datetime) -> None:
    if session.ended_at is None:
        with audit.changing(action, session, by=by, at=at):
            session.ended_at, session.end_reason = at, reason


@dataclass(frozen=True)
class PasswordChange:
    """A change that was weighed; `becomes` is empty where the current password was wrong."""

    account_id: int
    was: str = field(repr=False)
    becomes: str = field(repr=False)


def weigh_change(account: Account, *, current: str, new: str, at: datetime) -> PasswordChange:
    """Weigh a change of one's own password (A03, A04). Reads only.

    Raises RuleBroken while the name is locked, and for a new password that breaks the rules or was used before.
    """
    standing = queries.standing(account.username, at)
    if standing.locked_until is not None:
        raise RuleBroken(rules.locked_sentence(clock.local(standing.locked_until)), "password")
    rules.check_password(new, account.username)
    if not people.is_password(_tried(current), account.password_hash):
        return PasswordChange(account.id, account.password_hash, "")
    if new == current or any(people.is_password(new, former) for former in queries.former_hashes(account.id)):
        raise RuleBroken(rules.USED_BEFORE, "new_password")
    return PasswordChange(account.id, account.password_hash, people.hash_password(new))


def refuse_change(account: Account, *, by: audit.Actor, at: datetime) -> RuleBroken:
    """Count a wrong current password like a failed sign-in; gives what to say, because the count must stay."""
    standing = _count_failure(account.username, account, "auth.password_refused", by=by, at=at)
    return RuleBroken(_failure_sentence(standing, rules.WRONG_CURRENT), "password")


def change_password(change: PasswordChange, *, session_id: int, by: audit.Actor, at: datetime) -> None:
    """Set one's own new password; all sessions but this one end (A04).

    Raises RuleBroken when the password was changed elsewhere after it was weighed.
    """
    account = db.session.get_one(Account, change.account_id)
    if account.password_hash != change.was:
        raise RuleBroken(rules.CHANGED_ELSEWHERE, "password")
    with audit.changing("auth.password_changed", account, by=by, at=at):
        _set_password(account, change.becomes, at)
        account.must_change = False
    _forget_failures(account.username, at)
    people.end_sessions(account.person_id, SessionEnd.PASSWORD, at=at, spare=session_id)


def _set_password(account: Account, password_hash: str, at: datetime) -> None:
    """The old hash joins the last ones; older ones go."""
    db.session.add(
        PasswordHistory(account_id=account.id, password_hash=account.password_hash, set_at=account.password_set_at)
    )
    db.session.flush()
    own = PasswordHistory.account_id == account.id
    older = select(PasswordHistory.id).where(own).order_by(PasswordHistory.id.desc()).offset(rules.HISTORY)
    db.session.execute(delete(PasswordHistory).where(PasswordHistory.id.in_(db.session.scalars(older).all())))
    account.password_hash, account.password_set_at = password_hash, at


def switch_keys(account: Account, *, on: bool, by: audit.Actor, at: datetime) -> None:
    """Switch the single-letter keys on or off (WCAG 2.1.4)."""
    with audit.changing("auth.keys_switched", account, by=by, at=at):
        account.single_keys = on


@dataclass(frozen=True)
class Initial:
    """A password that somebody else hands over: random, to be changed at the first sign-in, good for 7 days."""

    password: str = field(repr=False)
    password_hash: str = field(repr=False)


def new_initial(username: str) -> Initial:
    """A random initial password that passes the rules of all passwords (A03, A14); the hash costs, see above."""
    while True:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        try:
            rules.check_password(password, username)
        except RuleBroken:
            continue  # by chance it holds the name or a word of the place
        return Initial(password, people.hash_password(password))


def create_account(
    *,
    name: str,
    username: str,
    role: str,
    area: str | None,
    organisation: str | None,
    initial: Initial,
    by: audit.Actor,
    at: datetime,
) -> Account:
    """A person with an account and one role; the initial password must be changed at the first sign-in (A05).

    Raises RuleBroken for a name, a user name, a role or a scope that cannot be.
    """
    username = rules.normal_username(username)
    rules.check_username(username)
    if area and area not in places.areas():
        raise RuleBroken(f"没有这个区划：{area}。区是 6 位、街道 9 位、社区 12 位代码", "area")
    serves = _organisation(organisation) if organisation else None
    person = people.add_person(name, by=by, at=at)
    account = people.open_account(person, username=username, password_hash=initial.password_hash, by=by, at=at)
    people.grant_role(
        person, role, by=by, at=at, valid_from=clock.local_day(at), area=area, organisation=serves, basis="开通账号"
    )
    return account


def _organisation(name: str) -> Organisation:
    found = db.session.scalars(select(Organisation).where(Organisation.name == name).order_by(Organisation.id)).first()
    if found is None:
        raise RuleBroken(f"没有这个单位：{name}，先登记单位再开账号", "organisation")
    return found


def unlock(username: str, *, by: audit.Actor, at: datetime) -> None:
    """Lift a name's lock before its time (A06). Raises RuleBroken for an unknown name and one that is not locked."""
    account = _account(username)
    if queries.standing(account.username, at).locked_until is None:
        raise RuleBroken(f"账号 {account.username} 没有锁定，不用解锁", "username")
    _forget_failures(account.username, at)
    audit.noted("auth.unlocked", account, by=by, at=at)


def reset_password(username: str, initial: Initial, *, by: audit.Actor, at: datetime) -> None:
    """Give an account a new initial password; it is unlocked and signed out everywhere (A05, A10)."""
    account = _account(username)
    with audit.changing("auth.password_reset", account, by=by, at=at):
        _set_password(account, initial.password_hash, at)
        account.must_change = True
    _forget_failures(account.username, at)
    people.end_sessions(account.person_id, SessionEnd.PASSWORD, at=at)


def close_account(username: str, *, by: audit.Actor, at: datetime) -> None:
    """Close the account of somebody who left: he cannot act at once, in open sessions either (A17)."""
    account = _account(username)
    with audit.changing("auth.account_closed", account, by=by, at=at):
        account.closed_at, account.closed_by_id = at, by.id or 0  # 0: the operator at the command line
    people.end_sessions(account.person_id, SessionEnd.CLOSED, at=at)


def _account(username: str) -> Account:
    found = queries.account_named(username)
    account = queries.account(found.id if found else None)
    if account is None or account.closed_at:
        raise RuleBroken(f"没有账号 {username}，或者它已经停用", "username")
    return account

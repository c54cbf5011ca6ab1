"""Write and find persons, accounts and grants (D3, D19)."""

from datetime import date, datetime

from sqlalchemy import select, update
from werkzeug.security import check_password_hash, generate_password_hash

from shuangluan.extensions import db
from shuangluan.kernel import audit, pii, removal, search, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Account, AuthSession, Organisation, Person, RoleGrant, SessionEnd
from shuangluan.kernel.permissions import (
    ORGANISATION_ROLES,
    OWN_ROLES,
    ROLES,
    THREE_ADMINISTRATORS,
    Grant,
    Viewer,
    in_force,
)

NAME_LENGTH = 40
password_method = "scrypt:32768:8:1"  # noqa: S105  # a method's name, cheaper in the tests


def hash_password(password: str) -> str:
    """The stored form of a password; about 0.1 s of a core, so never inside a write transaction."""
    return generate_password_hash(password, password_method)


def is_password(password: str, password_hash: str) -> bool:
    """Whether `password` is the one that was stored; costs what `hash_password` costs."""
    return check_password_hash(password_hash, password)


def add_person(
    name: str, *, by: audit.Actor, at: datetime, id_number: str = "", phone: str = ""
) -> Person:
    """A new person. Raises RuleBroken when the identity number is wrong or already somebody's."""
    person = _person(name, _checked_id_number(id_number) if id_number else None, phone)
    audit.created("kernel.person.added", person, by=by, at=at)
    return person


def add_one_of_many(name: str, *, id_number: str, phone: str = "", by: audit.Actor, at: datetime) -> Person:
    """One of many new persons whose identity numbers were looked up together under the lock: nobody has it.

    The id comes with those of the others (`audit.gathering`). Raises RuleBroken for what is no number.
    """
    person = _person(name, pii.check_id_number(id_number, "id_number"), phone)
    audit.created("kernel.person.added", person, by=by, at=at, later=True)
    return person


def _person(name: str, number: str | None, phone: str) -> Person:
    person = Person()
    _call(person, _checked_name(name))
    _identify(person, number)
    _reach(person, _checked_phone(phone) if phone else None)
    return person


def change_person(
    person: Person,
    *,
    name: str | None = None,
    id_number: str | None = None,
    phone: str | None = None,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Correct what is known of a person: None leaves a value as it stands, an empty text takes a number away.

    Raises RuleBroken for what `add_person` refuses, and for an identity number that is another person's.
    """
    called = None if name is None else _checked_name(name)
    identity = _checked_id_number(id_number, of=person) if id_number else None
    reached = _checked_phone(phone) if phone else None
    with audit.changing("kernel.person.changed", person, by=by, at=at):
        if called is not None and called != person.name:
            _call(person, called)
        if id_number is not None and identity != person.id_number:
            _identify(person, identity)
        if phone is not None and reached != person.phone:
            _reach(person, reached)


def remove_person(person: Person, *, by: audit.Actor, at: datetime) -> None:
    """Take away a person who was registered by mistake; the foreign keys of the database say whether one may.

    Raises RuleBroken with what points at the person: an account, a role, an office, anything else.
    """
    with audit.removing("kernel.person.removed", person, by=by, at=at):
        removal.delete(person.name, person)


def _checked_name(text: str) -> str:
    name = pii.normal_name(text)
    if not 0 < len(name) <= NAME_LENGTH:
        raise RuleBroken(f"姓名要填，最多 {NAME_LENGTH} 个字", "name")
    return name


def _checked_id_number(text: str, *, of: Person | None = None) -> str:
    number = pii.check_id_number(text, "id_number")
    holder = person_by_id_number(number)
    if holder is not None and holder is not of:
        raise RuleBroken("已有同一身份证号的人，请在名单里找到他再改", "id_number")
    return number


def _checked_phone(text: str) -> str:
    return pii.check_phone(text, "phone")


def _call(person: Person, name: str) -> None:
    person.name, person.pinyin = name, search.pinyin(name)
    person.search_text = search.search_text(people=(name,))


def _identify(person: Person, number: str | None) -> None:
    person.id_number, person.id_digest = number, vault.digest(number) if number else None


def _reach(person: Person, phone: str | None) -> None:
    person.phone, person.phone_digest = phone, vault.digest(phone) if phone else None


def person_by_id_number(id_number: str) -> Person | None:
    """The person with this identity number; looked up by digest, nothing is decrypted."""
    return db.session.scalar(select(Person).where(Person.id_digest == vault.digest(id_number)))


def open_account(
    person: Person, *, username: str, password_hash: str, by: audit.Actor, at: datetime, is_demo: bool = False
) -> Account:
    """An account for `person`. User names are never used again; only demo accounts skip the first change."""
    if db.session.scalar(select(Account.id).where(Account.username == username)) is not None:
        raise RuleBroken(f"用户名 {username} 用过了，请换一个", "username")
    account = Account(
        person_id=person.id,
        username=username,
        password_hash=password_hash,
        password_set_at=at,
        must_change=not is_demo,
        is_demo=is_demo,
    )
    audit.created("kernel.account.opened", account, by=by, at=at)
    return account


def grant_role(
    person: Person,
    role: str,
    *,
    by: audit.Actor,
    at: datetime,
    valid_from: date,
    valid_to: date | None = None,
    area: str | None = None,
    organisation: Organisation | None = None,
    basis: str = "",
) -> RoleGrant:
    """Give a role with its one scope; open sessions end, the new role counts from the next sign-in (A10).

    Raises RuleBroken for an unknown role, a scope that does not fit it, or two of the three administrators.
    """
    _check_scope(role, area, organisation)
    _check_administrators(person, role)
    if by.id is not None and by.id == person.id:
        raise RuleBroken("不能给自己授权，请另一位安全管理员来办", "role")
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        area=area,
        organisation_id=organisation.id if organisation else None,
        own=role in OWN_ROLES,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=basis,
    )
    audit.created("kernel.role.granted", grant, by=by, at=at)
    end_sessions(person.id, SessionEnd.ROLES, at=at)
    return grant


def end_sessions(person_id: int, reason: SessionEnd, *, at: datetime, spare: int | None = None) -> None:
    """End a person's sessions at once, but for `spare`; the entry of the deed that asks for it says why."""
    accounts = select(Account.id).where(Account.person_id == person_id)
    open_ones = update(AuthSession).where(AuthSession.account_id.in_(accounts), AuthSession.ended_at.is_(None))
    if spare is not None:
        open_ones = open_ones.where(AuthSession.id != spare)
    db.session.execute(open_ones.values(ended_at=at, end_reason=reason))


def _check_scope(role: str, area: str | None, organisation: Organisation | None) -> None:
    if role not in ROLES:
        raise RuleBroken(f"没有这个角色：{role}", "role")
    if role in OWN_ROLES:
        if area or organisation:
            raise RuleBroken(f"“{ROLES[role]}”的范围就是本人，不要再选区划或单位", "area")
    elif role in ORGANISATION_ROLES:
        if organisation is None or area:
            raise RuleBroken(f"“{ROLES[role]}”的范围是一个单位，请选单位", "organisation_id")
    elif not area or organisation:
        raise RuleBroken(f"“{ROLES[role]}”的范围是一个区划，请选区、街道或社区", "area")


def _check_administrators(person: Person, role: str) -> None:
    """The three administrators exclude each other (B11)."""
    if role not in THREE_ADMINISTRATORS:
        return
    others = [other for other in THREE_ADMINISTRATORS if other != role]
    held = db.session.scalar(
        select(RoleGrant.role).where(RoleGrant.person_id == person.id, RoleGrant.role.in_(others)).limit(1)
    )
    if held:
        raise RuleBroken(f"此人已是{ROLES[held]}，三员不能兼任", "role")


def viewer_of(person_id: int, day: date) -> Viewer | None:
    """The person with the roles of `day`, for work without a session; None without an account that is open (A17)."""
    account = db.session.scalar(select(Account).where(Account.person_id == person_id, Account.closed_at.is_(None)))
    if account is None:
        return None
    held = (
        select(RoleGrant.role, RoleGrant.area, RoleGrant.organisation_id, RoleGrant.own)
        .where(RoleGrant.person_id == person_id, in_force(RoleGrant.valid_from, RoleGrant.valid_to, day))
        .order_by(RoleGrant.id)
    )
    grants = tuple(Grant(*row) for row in db.session.execute(held))
    name = db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
    return Viewer(0, account.id, person_id, name, account.username, grants)

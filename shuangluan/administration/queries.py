"""Read persons with their accounts. They belong to no area: whoever holds the permission reads them all."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, select

from shuangluan.administration.permissions import Perm
from shuangluan.extensions import db
from shuangluan.kernel import vault
from shuangluan.kernel.models import Account, Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, open_to

COLUMNS = select(
    Person.id, Person.name, Person.id_number, Person.phone, Account.username, Account.closed_at
).outerjoin(Account, Account.person_id == Person.id)
HOLDER = select(Account.id).where(Account.person_id == Person.id)
ACCOUNTS: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "open": lambda: HOLDER.where(Account.closed_at.is_(None)).exists(),
    "closed": lambda: HOLDER.where(Account.closed_at.is_not(None)).exists(),
    "none": lambda: ~HOLDER.exists(),
}
PERSONS = Source(
    key=Person.id,
    ids=open_to(select(Person.id), Perm.PERSON_READ),
    columns=lambda _: COLUMNS,
    orders={"name": (Person.pinyin,)},
    filters={"q": lambda text, _: matches(Person.search_text, text), "account": lambda key, _: ACCOUNTS[key]()},
)


def person(person_id: int) -> Person | None:
    """One person."""
    return db.session.get(Person, person_id)


def account_of(person_id: int) -> Account | None:
    """The account of a person, open or closed."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def persons_known(id_numbers: Sequence[str]) -> dict[str, Person]:
    """The persons with these identity numbers, by number; one statement, found by digest."""
    digests = {vault.digest(number): number for number in id_numbers}
    found = db.session.scalars(select(Person).where(Person.id_digest.in_(digests)))
    return {digests[one.id_digest]: one for one in found if one.id_digest}

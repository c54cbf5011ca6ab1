"""Read persons with their accounts. They belong to no area: whoever holds the permission reads them all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from shuangluan.extensions import db
from shuangluan.kernel import vault
from shuangluan.kernel.models import Account, Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, count_of, ids_of_page

BATCH = 1000  # rows of an export read at a time

COLUMNS = select(
    Person.id, Person.name, Person.id_number, Person.phone, Account.username, Account.closed_at
).outerjoin(Account, Account.person_id == Person.id)
HOLDER = select(Account.id).where(Account.person_id == Person.id)
ACCOUNTS: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "open": lambda: HOLDER.where(Account.closed_at.is_(None)).exists(),
    "closed": lambda: HOLDER.where(Account.closed_at.is_not(None)).exists(),
    "none": lambda: ~HOLDER.exists(),
}
FILTERS: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
    "q": lambda text: matches(Person.search_text, text),
    "account": lambda key: ACCOUNTS[key](),
}


def person(person_id: int) -> Person | None:
    """One person."""
    return db.session.get(Person, person_id)


def account_of(person_id: int) -> Account | None:
    """The account of a person, open or closed."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def persons_page(asked: Asked) -> tuple[list[Any], int]:
    """The rows of the page and one more, and how many there are in all, counted to CAP + 1; two statements."""
    chosen = _chosen(asked)
    total = db.session.scalar(select(count_of(chosen))) or 0
    ids = ids_of_page(chosen, _order(asked), asked).subquery()
    rows = COLUMNS.where(Person.id.in_(select(ids.c.id))).order_by(*_order(asked))
    return list(db.session.execute(rows)), total


def person_ids(asked: Asked, most: int) -> Sequence[int]:
    """Every id in the order of the list, and one beyond `most` where there are more: what an export walks along."""
    return db.session.scalars(_chosen(asked).order_by(*_order(asked)).limit(most + 1)).all()


def persons_in_batches(ids: Sequence[int]) -> Iterator[Any]:
    """The rows of `ids` in their order, a batch to a statement."""
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        found = {row.id: row for row in db.session.execute(COLUMNS.where(Person.id.in_(batch)))}
        yield from (found[one] for one in batch if one in found)


def persons_known(id_numbers: Sequence[str]) -> dict[str, Person]:
    """The persons with these identity numbers, by number; one statement, found by digest."""
    digests = {vault.digest(number): number for number in id_numbers}
    found = db.session.scalars(select(Person).where(Person.id_digest.in_(digests)))
    return {digests[one.id_digest]: one for one in found if one.id_digest}


def _chosen(asked: Asked) -> Select[Any]:
    return select(Person.id).where(*(FILTERS[key](value) for key, value in asked.values.items()))


def _order(asked: Asked) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """By the pinyin of the name, then the id: no row shows twice (D28)."""
    if asked.desc:
        return Person.pinyin.desc(), Person.id.desc()
    return Person.pinyin.asc(), Person.id.asc()

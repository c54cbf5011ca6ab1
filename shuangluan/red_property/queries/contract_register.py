"""物业合同 of compounds: who serves which one on which days (RP-5, D20)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, Organisation
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import Contract
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import register_terms_on
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.companies import ContractKind
from shuangluan.red_property.rules.register_terms import RegisterTerms

LATER = Contract.__table__.alias("later").c  # made once: an alias costs more than the condition it stands in


def expiring(day: date, terms: RegisterTerms) -> ColumnElement[bool]:
    """Contracts whose last days have begun and after which nobody is registered."""
    follows = (
        select(LATER.id)
        .where(LATER.compound_id == Contract.compound_id, LATER.valid_from >= Contract.valid_to)
        .exists()
    )
    soon = day + timedelta(days=terms.contract_remind_days)
    ending = and_(Contract.valid_to > day, Contract.valid_to <= soon)
    return and_(ending, ~follows)


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    own = Contract.organisation_id.in_(
        [g.organisation_id for g in viewer.roles(Perm.REGISTER_READ) if g.role == "property_liaison"]
    )
    return (
        select(Contract.id)
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
        .where(or_(own_compounds(viewer, day), own))
    )


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        Contract.id, Contract.kind, Contract.valid_from, Contract.valid_to, Contract.fee_text, Contract.filed_on,
        Contract.ended_reason, Contract.compound_id, Compound.name.label("compound"), Compound.community,
        Organisation.name.label("company"), expiring(day, register_terms_on(day)).label("ends_soon"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == Contract.compound_id).join(
        Organisation, Organisation.id == Contract.organisation_id
    )
    return found


SOURCE = Source(
    key=Contract.id,
    ids=_visible,
    columns=_columns,
    orders={
        "compound": (Compound.community, Compound.name, Contract.valid_from),
        "valid_to": (Contract.valid_to.is_(None), Contract.valid_to),
        "valid_from": (Contract.valid_from,),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Compound.search_text, norm(text)), matches(Organisation.search_text, norm(text))
        ),
        "kind": lambda text, day: Contract.kind == ContractKind(text),
    },
    views=lambda day: {
        "current": in_force(Contract.valid_from, Contract.valid_to, day),
        "expiring": expiring(day, register_terms_on(day)),
        "open": and_(
            in_force(Contract.valid_from, Contract.valid_to, day), Contract.kind == ContractKind.OPEN_ENDED
        ),
        "ended": Contract.valid_to <= day,
        "all": None,
    },
    area=in_area(Compound.community),
)


def contract(contract_id: int, *, viewer: Viewer, day: date) -> Contract | None:
    """A contract that the viewer may see."""
    return db.session.scalar(
        select(Contract).where(Contract.id == contract_id, Contract.id.in_(_visible(viewer, day)))
    )


def standing(contract_id: int, day: date) -> Any:
    """The row of one contract as its list draws it."""
    return db.session.execute(_columns(day).where(Contract.id == contract_id)).one()


def of_company(organisation_id: int, day: date) -> Sequence[Any]:
    """The contracts of a company, the running ones first."""
    ended = and_(Contract.valid_to.is_not(None), Contract.valid_to <= day)
    found = _columns(day).where(Contract.organisation_id == organisation_id)
    return db.session.execute(found.order_by(ended, Contract.valid_from.desc(), Contract.id)).all()


def writable_compounds(viewer: Viewer) -> Sequence[Compound]:
    """The compounds for which the viewer registers contracts, by community and name."""
    held = select(Compound).where(viewer.within(Perm.CONTRACT_WRITE, Compound.community))
    return db.session.scalars(held.order_by(Compound.community, Compound.name, Compound.id)).all()


def known(keys: Iterable[tuple[str, str, date]]) -> Mapping[tuple[str, str, date], Any]:
    """(community, compound, first day) → the contract as it stands, for a sheet."""
    rows: Any = (
        select(
            Contract.id, Contract.row_version, Contract.kind, Contract.valid_from, Contract.valid_to,
            Contract.fee_text, Contract.filed_on, Compound.community, Compound.name.label("compound"),
            Organisation.name.label("company"),
        )
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
    )  # fmt: skip
    return by_key(rows, {**PLACE, "valid_from": Contract.valid_from}, keys)


def compounds_named(pairs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Compound]:
    """(community, name) → the compound, for a sheet."""
    wanted = list(pairs)
    rows = db.session.scalars(
        select(Compound).where(
            Compound.community.in_({code for code, _ in wanted}), Compound.name.in_({name for _, name in wanted})
        )
    )
    return {(row.community, row.name): row for row in rows}


def by_id(contract_id: int) -> Contract:
    """A contract that a checked row is about."""
    return db.session.get_one(Contract, contract_id)

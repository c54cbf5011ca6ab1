"""How a compound deliberated and who stood for its owners, over time (RP-5)."""

from collections.abc import Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Organisation
from shuangluan.red_property.models import Committee, CompoundMode, Contract, Substitute


def substitutes_of(compound_id: int) -> Sequence[Substitute]:
    """Who stood for the owners of a compound, the newest first."""
    own = select(Substitute).where(Substitute.compound_id == compound_id)
    return db.session.scalars(own.order_by(Substitute.valid_from.desc(), Substitute.id.desc())).all()


def modes_of(compound_id: int) -> Sequence[CompoundMode]:
    """The modes of a compound, the newest first."""
    own = select(CompoundMode).where(CompoundMode.compound_id == compound_id)
    return db.session.scalars(own.order_by(CompoundMode.valid_from.desc())).all()


def terms_of(compound_id: int) -> Sequence[Committee]:
    """The terms of a compound's committee, the newest first."""
    own = select(Committee).where(Committee.compound_id == compound_id)
    return db.session.scalars(own.order_by(Committee.term_no.desc())).all()


def contracts_of(compound_id: int) -> Sequence[tuple[Contract, str]]:
    """The contracts of a compound with the name of the company, the newest first."""
    rows = db.session.execute(
        select(Contract, Organisation.name)
        .join(Organisation, Organisation.id == Contract.organisation_id)
        .where(Contract.compound_id == compound_id)
        .order_by(Contract.valid_from.desc(), Contract.id.desc())
    )
    return [(row[0], row[1]) for row in rows]

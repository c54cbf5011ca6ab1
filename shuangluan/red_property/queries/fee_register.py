"""物业费收缴情况 of contracts and periods (RP-33)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, Organisation
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, by_key, in_area
from shuangluan.red_property.models import Contract, FeeReport
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.fees import FeeFigures

MONEY = ("due_fen", "received_fen", "arrears_fen", "recovered_fen", "prepaid_fen")
FIGURES = (*MONEY, "households_due", "households_paid")


def _companies(viewer: Viewer, permission: str) -> list[int | None]:
    return [g.organisation_id for g in viewer.roles(permission) if g.role == "property_liaison"]


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    own = Contract.organisation_id.in_(_companies(viewer, Perm.REGISTER_READ))
    return (
        select(FeeReport.id)
        .join(Contract, Contract.id == FeeReport.contract_id)
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
        .where(or_(own_compounds(viewer, day), own))
    )


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        FeeReport.id, FeeReport.row_version, FeeReport.valid_from, FeeReport.valid_to, FeeReport.note,
        *(getattr(FeeReport, name) for name in FIGURES), Contract.organisation_id, Contract.compound_id,
        Compound.name.label("compound"), Compound.community, Organisation.name.label("company"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(Contract, Contract.id == FeeReport.contract_id)
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
    )
    return found


SOURCE = Source(
    key=FeeReport.id,
    ids=_visible,
    columns=_columns,
    orders={
        "valid_from": (FeeReport.valid_from,),
        "compound": (Compound.community, Compound.name, FeeReport.valid_from),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Compound.search_text, norm(text)), matches(Organisation.search_text, norm(text))
        ),
        **between("since", FeeReport.valid_from),
    },
    views=lambda day: {"all": None},
    area=in_area(Compound.community),
)


def report(report_id: int, *, viewer: Viewer, day: date) -> FeeReport | None:
    """A report that the viewer may see."""
    held = select(FeeReport).where(FeeReport.id == report_id, FeeReport.id.in_(_visible(viewer, day)))
    return db.session.scalar(held)


def standing(report_id: int, day: date) -> Any:
    """The row of one report as its list draws it."""
    return db.session.execute(_columns(day).where(FeeReport.id == report_id)).one()


def of_community(row: Any, viewer: Viewer, day: date) -> Sequence[FeeFigures]:
    """The reports of the row's community for the very same period that the viewer may see: Σ ÷ Σ is over them."""
    held = _columns(day).where(
        FeeReport.id.in_(_visible(viewer, day)),
        Compound.community == row.community,
        FeeReport.valid_from == row.valid_from,
        FeeReport.valid_to == row.valid_to,
    )
    return [FeeFigures(**{name: getattr(one, name) for name in FIGURES}) for one in db.session.execute(held)]


def may_write(row: Any, viewer: Viewer) -> bool:
    """Whether the viewer reports for this contract: his company's, or one of his community's."""
    own = row.organisation_id in _companies(viewer, Perm.FEE_WRITE)
    return own or viewer.holds_area(Perm.FEE_WRITE, row.community)


def contracts(viewer: Viewer, day: date) -> Sequence[Any]:
    """(id, compound, community, company, valid_from, valid_to) of the contracts for which the viewer reports."""
    own = Contract.organisation_id.in_(_companies(viewer, Perm.FEE_WRITE))
    return db.session.execute(
        select(
            Contract.id, Contract.valid_from, Contract.valid_to, Compound.name.label("compound"),
            Compound.community, Organisation.name.label("company"),
        )
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
        .where(or_(own, viewer.within(Perm.FEE_WRITE, Compound.community)), Contract.valid_from <= day)
        .order_by(Compound.community, Compound.name, Contract.valid_from.desc(), Contract.id)
    ).all()  # fmt: skip


def contract_by_id(contract_id: int) -> Contract:
    """A contract that was offered."""
    return db.session.get_one(Contract, contract_id)


def contracts_on(keys: Iterable[tuple[str, str, date]]) -> Mapping[tuple[str, str, date], Any]:
    """(community, compound, day) → (id, organisation_id, company, community) of the contract that runs then."""
    wanted = list(keys)
    rows = db.session.execute(
        select(
            Contract.id, Contract.organisation_id, Contract.valid_from, Contract.valid_to, Compound.community,
            Compound.name.label("compound"), Organisation.name.label("company"),
        )
        .join(Compound, Compound.id == Contract.compound_id)
        .join(Organisation, Organisation.id == Contract.organisation_id)
        .where(Compound.community.in_({key[0] for key in wanted}), Compound.name.in_({key[1] for key in wanted}))
    ).all()  # fmt: skip
    found = {}
    for community, compound, day in wanted:
        for row in rows:
            here = (row.community, row.compound) == (community, compound)
            if here and row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                found[community, compound, day] = row
    return found


def known(keys: Iterable[tuple[str, str, date]]) -> Mapping[tuple[str, str, date], Any]:
    """(community, compound, first day) → the report as it stands, for a sheet."""
    return by_key(_columns(date.max), {**PLACE, "valid_from": FeeReport.valid_from}, keys)


def by_id(report_id: int) -> FeeReport:
    """A report that a checked row is about."""
    return db.session.get_one(FeeReport, report_id)


def to_report(compound_ids: Sequence[int], day: date) -> list[tuple[str, date, date, FeeFigures]]:
    """(compound, first day, last day, figures) of each compound's last period that was over on `day` (RP-13)."""
    later, of = aliased(FeeReport), aliased(Contract)
    last = (
        select(func.max(later.valid_to))
        .join(of, of.id == later.contract_id)
        .where(of.compound_id == Contract.compound_id, later.valid_to <= day)
        .scalar_subquery()
    )
    held = _columns(day).where(Contract.compound_id.in_(compound_ids), FeeReport.valid_to == last)
    return [
        (
            row.compound, row.valid_from, row.valid_to - timedelta(days=1),
            FeeFigures(**{name: getattr(row, name) for name in FIGURES}),
        )
        for row in db.session.execute(held.order_by(Compound.name, FeeReport.id))
    ]  # fmt: skip

"""Whose compounds and registers a viewer reads, and by what a sheet names a compound's record."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import DISTRICT
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.visibility import of_own_compounds

PLACE = {"community": Compound.community, "compound": Compound.name}  # of a record, in the key of a sheet's row


def own_compounds(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Compounds of the viewer's areas, those his company serves on the day, those of his committee."""
    return or_(
        viewer.within(Perm.REGISTER_READ, Compound.community), of_own_compounds(viewer, day, Compound.id)
    )


def reads_district(viewer: Viewer) -> bool:
    """Whether the viewer reads the registers of the whole district."""
    return DISTRICT in viewer.areas(Perm.REGISTER_READ)

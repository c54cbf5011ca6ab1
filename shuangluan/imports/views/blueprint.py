"""The blueprint of 导入, and how its views reach an import."""

from flask import Blueprint, abort

from shuangluan.imports import queries
from shuangluan.imports.permissions import Perm
from shuangluan.kernel.listing import Slice
from shuangluan.kernel.models import SheetImport
from shuangluan.kernel.sheets.registers import REGISTERS, Register
from shuangluan.kernel.web import viewer

bp = Blueprint("imports", __name__, url_prefix="/imports")
SLICE = Slice(bp, export=Perm.IMPORT_MAKE, exported="kernel.import.listed")


def own(import_id: int) -> SheetImport:
    """The viewer's own import, or 404."""
    return queries.sheet_import(import_id, viewer=viewer()) or abort(404)


def register_named(key: str) -> Register:
    """A register that the viewer may write: 404 for one that is none, 403 for one that is not his."""
    found = REGISTERS.get(key) or abort(404)
    if not viewer().can(found.permission):
        abort(403)
    return found

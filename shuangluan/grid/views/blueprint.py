"""The blueprint of 全科网格; the modules beside this one hang their views on it."""

from flask import Blueprint

from shuangluan.grid.permissions import Perm
from shuangluan.grid.rules import EXPORTED
from shuangluan.grid.views.counted import counted
from shuangluan.kernel.listing import Slice

bp = Blueprint("grid", __name__, url_prefix="/grid")
SLICE = Slice(bp, export=Perm.APPEAL_EXPORT, exported=EXPORTED, ending="台账", counted=counted)

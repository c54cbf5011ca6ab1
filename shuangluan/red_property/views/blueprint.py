"""The blueprint of 红色物业; the modules beside this one hang their views on it."""

from flask import Blueprint

from shuangluan.kernel.listing import Slice
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.views.counted import counted

bp = Blueprint("red_property", __name__, url_prefix="/red-property")
SLICE = Slice(bp, export=Perm.REGISTER_EXPORT, exported=sentences.EXPORTED, ending="台账", counted=counted)

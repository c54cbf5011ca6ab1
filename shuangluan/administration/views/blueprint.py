"""The blueprint of 管理."""

from flask import Blueprint

from shuangluan.administration.permissions import Perm
from shuangluan.kernel.listing import Slice

bp = Blueprint("administration", __name__, url_prefix="/administration")
SLICE = Slice(bp, export=Perm.PERSON_EXPORT, exported="kernel.person.exported", ending="名单")

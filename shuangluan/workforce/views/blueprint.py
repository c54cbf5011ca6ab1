"""The blueprint of 社区工作者; the modules beside this one hang their views on it."""

from flask import Blueprint

from shuangluan.kernel.listing import Slice
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules import sentences

bp = Blueprint("workforce", __name__, url_prefix="/workforce")
SLICE = Slice(bp, export=Perm.WORKER_EXPORT, exported=sentences.REGISTER_EXPORTED)

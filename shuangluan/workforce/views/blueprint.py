"""The blueprint of 社区工作者; the modules beside this one hang their views on it."""

from flask import Blueprint

bp = Blueprint("workforce", __name__, url_prefix="/workforce")

"""The blueprint of 全科网格; the modules beside this one hang their views on it."""

from flask import Blueprint

bp = Blueprint("grid", __name__, url_prefix="/grid")

"""The blueprint of 红色物业; the modules beside this one hang their views on it."""

from flask import Blueprint

bp = Blueprint("red_property", __name__, url_prefix="/red-property")

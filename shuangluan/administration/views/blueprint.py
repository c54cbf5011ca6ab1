"""The blueprint of 管理."""

from flask import Blueprint

bp = Blueprint("administration", __name__, url_prefix="/administration")

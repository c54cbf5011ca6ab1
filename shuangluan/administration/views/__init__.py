"""Pages of administration; the modules hang their views on the blueprint."""

from shuangluan.administration.views import lists, persons
from shuangluan.administration.views.blueprint import bp

__all__ = ["bp", "lists", "persons"]

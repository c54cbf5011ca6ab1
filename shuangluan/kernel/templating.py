"""The template engine as the pages need it: many small macros, drawn often."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Undefined


class Blank(Undefined):
    """What an `if` without `else` leaves out: nothing to escape. Jinja's own says so by an exception, each time."""

    __slots__ = ()

    def __html__(self) -> str:
        return ""


class Environment(FlaskEnvironment):
    """Flask's, with the same globals for every template.

    Jinja gives each template a map of its own over them, which no template here uses, and looks through both, name by
    name, whenever a macro is imported.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The site's globals themselves where a template has none of its own."""
        return super().make_globals(d) if d else self.globals

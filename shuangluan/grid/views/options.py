"""What a type-ahead is answered with: places to register at, compounds, buildings; at most twenty rows each."""

from collections.abc import Iterable

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.grid import queries
from shuangluan.grid.permissions import Perm
from shuangluan.grid.views.blueprint import bp
from shuangluan.kernel import clock
from shuangluan.kernel.forms import MAX_ID, clean
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import page, viewer

MOST = 20


@bp.get("/places")
@requires(Perm.APPEAL_REGISTER)
def place_options() -> ResponseReturnValue:
    """Compounds, buildings and communities in which the viewer may register."""
    rows, more = queries.spot_choices(viewer(), clock.today(), _words(), MOST)
    return _options([(row.key, row.label, row.note) for row in rows], more)


@bp.get("/compound-options")
@requires(Perm.APPEAL_READ)
def compound_options() -> ResponseReturnValue:
    """Compounds of the viewer's areas, or those his company serves: for a list's filter."""
    rows = queries.compounds(viewer(), clock.today(), _words(), MOST + 1, permission=Perm.APPEAL_READ)
    return _options([(row.id, row.name, areas().name(row.community)) for row in rows[:MOST]], len(rows) > MOST)


@bp.get("/building-options")
@requires(Perm.APPEAL_REGISTER)
def building_options() -> ResponseReturnValue:
    """Buildings by words; those of one compound where the address names it, none for somebody else's."""
    compound = _compound()
    if compound is None:
        rows, more = queries.building_choices(viewer(), clock.today(), _words(), MOST)
        return _options([(row.key[1:], row.label, row.note) for row in rows], more)
    own = queries.buildings(viewer(), clock.today(), compound, _words(), MOST + 1)
    return _options([(row.id, row.number, "") for row in own[:MOST]], len(own) > MOST)


def _words() -> str:
    return str(clean(request.args.get("q", "")))[:100]


def _compound() -> int | None:
    text = request.args.get("compound", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= MAX_ID):
        raise BadParameter("没有这个小区，从列表里重新选")
    return int(text) if text else None


def _options(rows: Iterable[tuple[object, str, str]], more: bool) -> ResponseReturnValue:
    return page("grid/parts_intake/options.html", rows=list(rows), more=more)

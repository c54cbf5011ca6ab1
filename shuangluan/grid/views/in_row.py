"""A deed asked for in the register is answered in the register: its row as it stands now, and the numbers of the tabs.

Every deed has one view, which sends htmx back to where it was asked for. Here that answer becomes the row itself.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, make_response, request
from flask.typing import ResponseReturnValue

from shuangluan.grid import queries
from shuangluan.grid.queries.rows import last_changed_by
from shuangluan.grid.views.listing import is_list
from shuangluan.grid.views.row import row_of
from shuangluan.kernel.web import EditedMeanwhile, own_path, viewer, wants_fragment


def answered_in_row(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of a deed, answering the register with the row where it was asked for there."""

    @wraps(view)
    def answer(appeal_id: int) -> ResponseReturnValue:
        if request.method != "POST" or not wants_fragment():
            return view(appeal_id)  # type: ignore[no-any-return]  # of whatever the wrapped view answers
        return _in_row(view, appeal_id) if _is_row(appeal_id) else _in_dialog(view, appeal_id)

    return answer


def _is_row(appeal_id: int) -> bool:
    return request.headers.get("HX-Target") == f"appeal-{appeal_id}"


def _in_row(view: Callable[..., Any], appeal_id: int) -> ResponseReturnValue:
    """One click in the row: the fresh row; what has to be asked or said first opens as the deed's dialog."""
    try:
        done = make_response(view(appeal_id))
    except EditedMeanwhile as stale:
        who = last_changed_by(stale.record)
        flash(f"刚被{who or '别人'}改过，看一下现在的情况再办", "bad")
        return row_of(appeal_id, flashes=True, status=409)
    if done.status_code != 204:
        done.headers["HX-Retarget"], done.headers["HX-Reswap"] = "#drawer", "innerHTML"
        return done
    if not _still_there(appeal_id):
        return done
    fresh = make_response(row_of(appeal_id, flashes=True))
    fresh.headers["HX-Trigger"] = "counts-changed"
    return fresh


def _in_dialog(view: Callable[..., Any], appeal_id: int) -> ResponseReturnValue:
    """From a dialog over the register: it closes, and what it was about flashes in its row."""
    done = make_response(view(appeal_id))
    here = own_path(request.headers.get("HX-Current-URL"))
    back_in_list = here is not None and done.headers.get("HX-Redirect") == here and is_list(here)
    if not back_in_list or not _still_there(appeal_id):
        return done
    fresh = make_response(row_of(appeal_id, flashes=True))
    fresh.headers["HX-Retarget"], fresh.headers["HX-Reswap"] = f"#appeal-{appeal_id}", "outerHTML"
    fresh.headers["HX-Trigger"] = json.dumps({"close-dialog": "", "counts-changed": ""})
    return fresh


def _still_there(appeal_id: int) -> bool:
    return queries.appeal(appeal_id, viewer=viewer()) is not None

"""数据体检: everything to mend in the files of the viewer's workers, with a link to the very page (WF-200)."""

import secrets
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shuangluan.kernel import audit, clock, saved_views, sheets
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Options, Page
from shuangluan.kernel.web import actor, chosen_area, download, own_path, page, viewer, wants_fragment
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import data_check
from shuangluan.workforce.queries.data_check import VIEWS, Found
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.data_check import LABEL, Kind
from shuangluan.workforce.tables.data_check import DATA_CHECK, Line
from shuangluan.workforce.views.blueprint import bp

DEFINITION = "按现在登记的内容逐人查：缺项、没有核验和过期、前后矛盾、等级与事实不一致；改好一项，这里就少一项"


class Listing:
    """What the address asks of the findings; they are made anew each time, so nothing here is out of date."""

    def __init__(self, args: "MultiDict[str, str]") -> None:
        self.viewer, self.now, self.area = viewer(), clock.now(), chosen_area()
        self.asked = DATA_CHECK.asked(args, self.options)

    @cached_property
    def everything(self) -> list[Found]:
        """All of them within the chosen area."""
        return data_check.everything(self.viewer, clock.local_day(self.now), self.area)

    @cached_property
    def options(self) -> dict[str, Options]:
        """The kinds, each with how many there are."""
        counted = data_check.counts(self.everything)
        return {"kind": [(kind.value, f"{LABEL[kind]} {counted[kind]}") for kind in Kind]}

    @cached_property
    def filtered(self) -> list[Found]:
        """What the filters leave, whatever the tab."""
        return data_check.chosen(self.everything, self.asked)

    @cached_property
    def rows(self) -> list[Found]:
        """What the tab shows, in the order asked for."""
        listed = [one for one in self.filtered if VIEWS[self.asked.view](one.finding)]
        kinds = list(Kind)
        keys: dict[str, Any] = {
            "name": lambda one: (one.worker.person.pinyin, one.worker.id),
            "community": lambda one: one.worker.community,
            "kind": lambda one: kinds.index(one.finding.kind),
        }
        return sorted(listed, key=keys[self.asked.sort], reverse=self.asked.desc)

    @property
    def scope(self) -> str:
        """Over what: the chosen area, or what the reader answers for."""
        held = (self.area,) if self.area else self.viewer.home_areas
        return "、".join(areas().path(code) for code in held) or self.viewer.line

    def shown(self) -> dict[str, Any]:
        """What the templates get."""
        asked, start = self.asked, (self.asked.page - 1) * self.asked.size
        lines = [Line(one) for one in self.rows[start : start + asked.size]]
        more = len(self.rows) > start + asked.size
        return {
            "asked": asked,
            "page": Page(lines, len(self.rows), asked.page, asked.size, more),
            "counts": {key: str(sum(map(holds, self._findings))) for key, holds in VIEWS.items()},
            "people": len({one.worker.id for one in self.everything}),
            "saved": [] if wants_fragment() else self._saved(),
            "definition": DEFINITION,
            "scope_line": self.scope,
            "moment": clock.local(self.now),
            "token": secrets.token_urlsafe(12),
            "save_url": url_for("overview.view_add"),
            "share": saved_views.share_name(self.viewer),
        }

    @property
    def _findings(self) -> list[Any]:
        return [one.finding for one in self.filtered]

    def _saved(self) -> list[tuple[str, str, str | None]]:
        kept = saved_views.views_of(DATA_CHECK.key, viewer=self.viewer)
        return [(one.label, one.search(self.area), None) for one in kept]

    def sheet(self) -> Sheet:
        """The workbook of the list."""
        view, day = DATA_CHECK.view(self.asked.view), clock.local_day(self.now)
        notes = [f"{self.scope}，{view.label if view else ''}，共 {len(self.rows)} 条，截至 {day}"]
        notes += [f"条件：{'；'.join(self.asked.said)}"] if self.asked.said else []
        return Sheet("数据体检", [*notes, DEFINITION], self.asked.columns, [Line(one) for one in self.rows])


@bp.get("/data-check")
@requires(Perm.DATA_CHECK_READ)
def data_check_list() -> ResponseReturnValue:
    """The list as the address asks for it."""
    listing = Listing(request.args)
    answer = page("workforce/data_check_list.html", block=["rows", "beside"], **listing.shown())
    here = request.path + listing.asked.url()
    if wants_fragment() and own_path(request.headers.get("HX-Current-URL")) != here:
        answer.headers["HX-Push-Url"] = here
    return answer


@bp.post("/data-check/export")
@requires(Perm.DATA_CHECK_EXPORT)
def data_check_export() -> ResponseReturnValue:
    """The same list as a workbook, recorded."""
    listing = Listing(request.args)
    body = sheets.written(listing.sheet(), by=listing.viewer.name, at=listing.now)
    with audit.transaction():
        detail = {"rows": len(listing.rows), "area": listing.scope, "conditions": listing.asked.said}
        audit.noted(sentences.DATA_CHECK_EXPORTED, None, by=actor(), at=listing.now, detail=detail)
    return download(body, f"数据体检-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx")

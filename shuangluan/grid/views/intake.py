"""One registration while it is typed: whoever registers, and whatever he is told before it is saved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import current_app, request

from shuangluan.grid import queries, rules, services
from shuangluan.grid.forms.registration import IntakeForm, moment_of
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import Advice, Spot
from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.web import actor, check_current, saving, viewer, wants_fragment

PREFILLED = ("place", "category", "level", "discovered_at", "recurs_of")
"""What an address may say beforehand: no word about a person is among it (F03)."""


class Intake:
    """The form of a registration with its advice; `status` and `asks` say how it is to be shown."""

    def __init__(self, form_class: type[IntakeForm], **start: Any) -> None:
        self.viewer, self.now = viewer(), clock.now()
        self.book = queries.book_on(self.day)
        given = {key: clean(request.args[key])[:100] for key in PREFILLED if key in request.args}
        self.form = form_class() if request.method == "POST" else form_class(formdata=None, data=start | _typed(given))
        self.form.offer(self.book.catalogue)
        self.where: Spot | None = None
        self.advice = Advice()
        self.asks, self.status = False, 200

    @property
    def day(self) -> Any:
        """The local day."""
        return clock.local_day(self.now)

    @property
    def found_at(self) -> datetime:
        """When it was discovered, now unless the form says otherwise."""
        typed = self.form["discovered_at"].data if "discovered_at" in self.form else None
        return clock.from_wall(typed) if typed else self.now

    def look(self) -> None:
        """Read the advice for what is chosen so far; a place that is none is not yet a mistake."""
        try:
            self.where = self.where or queries.spot(self.viewer, self.day, str(self.form.place.data or ""))
        except RuleBroken:
            self.where = None
        level = self.form["level"].data if "level" in self.form else ""
        self.advice = queries.advise(
            self.viewer,
            self.where,
            str(self.form.category.data or ""),
            level=str(level or ""),
            found_at=self.found_at,
            now=self.now,
            book=self.book,
        )

    def submit(
        self,
        facts_of: Callable[["Intake"], services.AppealFacts],
        target: Callable[[Appeal, Spot], str],
    ) -> str | None:
        """Save what was sent; the address of the result, or None when there is something to say first.

        Likely duplicates that were not on the page yet are shown once before anything is saved (GR-71).
        """
        self.status = 422
        check_current(self.form)  # before the first one of a double click is shown to the second as its duplicate
        if not self.form.validate_on_submit():
            self.look()
            return None
        try:
            self.where = queries.spot(self.viewer, self.day, self.form.place.data)
            facts = facts_of(self)
            uploads = self.form.uploads()
            self.look()
            if self.advice.ids - self.form.seen_ids:
                self.asks = True
                return None
            return self._save(facts, uploads, target)
        except RuleBroken as broken:
            self.form.refuse(broken)
            self.look()
            return None

    def _save(
        self,
        facts: services.AppealFacts,
        uploads: list[attachments.Upload],
        target: Callable[[Appeal, Spot], str],
    ) -> str:
        assert self.where is not None
        folder = current_app.config["DATA_DIR"]
        with attachments.stored(folder, uploads) as photos, saving(self.form) as saved:
            appeal = services.register_appeal(facts, by=actor(), at=self.now, book=self.book, photos=photos)
            self.appeal = appeal
            saved.to = target(appeal, self.where)
            return saved.to

    def former(self) -> int | None:
        """The closed appeal that this one repeats, if the registrar may see it (GR-33, B04)."""
        chosen: int | None = self.form.recurs_of.data
        if chosen is not None and queries.appeal(chosen, viewer=self.viewer) is None:
            raise RuleBroken("没有那件旧诉求，或不在你的范围内，从列表里重新选", "recurs_of")
        return chosen

    @property
    def message(self) -> str:
        """What the toast says after saving."""
        appeal = self.appeal
        words = f"已登记 {rules.short_number(appeal.no, self.day)}"
        if appeal.grid_id is None:
            words += "，地点不在唯一的综合网格里，已列入待定位"
        return f"{words}。{self.advice.call_first.removesuffix('，再登记')}" if self.advice.call_first else words

    @property
    def shown(self) -> dict[str, Any]:
        """What the templates get."""
        return {
            "form": self.form,
            "advice": self.advice,
            "asks": self.asks,
            "lost_photos": self.status == 422 and not wants_fragment() and any(self.form.photos.data or []),
            "status": self.status,
        }


def _typed(given: dict[str, str]) -> dict[str, Any]:
    """The values of an address as the fields hold them."""
    typed: dict[str, Any] = dict(given)
    if "discovered_at" in given:
        typed["discovered_at"] = moment_of(given["discovered_at"])
    if "recurs_of" in given:
        number = given["recurs_of"]
        typed["recurs_of"] = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return typed

"""What the registers share: the list, its workbook, the timeline, the form of one record, asking before removal."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.extensions import Base
from shuangluan.kernel import audit, clock, saved_views, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.kernel.tables import Table
from shuangluan.kernel.web import Saved, actor, done, page, saving, viewer, wants_fragment
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.sources import Source, history
from shuangluan.red_property.tables.changes import changes
from shuangluan.red_property.views.counted import counted
from shuangluan.red_property.views.workbooks import check_whole, scope_line, workbook

LAST_DAY = {"last_day": "这一天还算在内，第二天起不算"}  # beside the one field of a form that ends something
REASONS = ("ended_reason", "withdrawn_reason", "reason")  # what a timeline quotes of a change


@dataclass(frozen=True)
class Listing:
    """A register as its page shows it: `noun` names its endpoints, `write` who may add to it, `export` who may take it.

    `add` is what its button says; empty where rows come from elsewhere.
    """

    table: Table
    source: Source
    line: Callable[[Any, date], Any]
    noun: str
    write: str
    add: str
    about: str
    nothing: str
    beside: tuple[tuple[str, str, str], ...] = ()  # further pages: (what it says, endpoint, permission)
    warning: str = ""  # a sentence above the list
    export: str = Perm.REGISTER_EXPORT

    @property
    def address(self) -> str:
        """Of the list."""
        return url_for(f"red_property.{self.noun}_list")

    @property
    def takes_sheets(self) -> bool:
        """Whether a workbook can be brought in."""
        return self.table.key in REGISTERS

    @property
    def sheet_permission(self) -> str:
        """Who may bring one in."""
        return REGISTERS[self.table.key].permission


def listed(one: Listing) -> ResponseReturnValue:
    """The page of a register, or its rows."""
    asked, who, today = one.table.asked(request.args), viewer(), clock.today()
    figure, ids = counted(asked, one.address)
    found, counts = one.source.page(asked, who, today, ids)
    return page(
        "red_property/register_list.html",
        block=["rows", "beside"],
        listing=one,
        asked=asked,
        page=replace(found, rows=[one.line(row, today) for row in found.rows]),
        counts=counts,
        figure=figure,
        scope_line=scope_line(),
        add_url=url_for(f"red_property.{one.noun}_new") if one.add else "",
        export_url=url_for(f"red_property.{one.noun}_export"),
        saved=[] if wants_fragment() else _kept(one.table, asked.extra.get("area")),
        save_url=url_for("overview.view_add"),
        share=saved_views.share_name(who),
        token=secrets.token_urlsafe(12),
    )


def _kept(table: Table, area: str | None) -> list[tuple[str, str, None]]:
    return [(one.label, one.search(area), None) for one in saved_views.views_of(table.key, viewer=viewer())]


def exported(one: Listing) -> ResponseReturnValue:
    """The same list as a workbook, which a register that takes sheets reads again; the trail says who took it."""
    asked, who, today = one.table.asked(request.args), viewer(), clock.today()
    _, figure = counted(asked, one.address)
    ids = one.source.of_view(asked, who, today, figure)
    count, rows = one.source.in_batches(ids, asked, today, sheets.MOST_ROWS)
    check_whole(count)
    fields = REGISTERS[one.table.key].fields(who, today) if one.takes_sheets else ()
    lines = (one.line(row, today) for row in rows)
    return workbook(f"{one.table.name}台账", asked, one.about, lines, count, fields)


def detail_page(
    one: Listing, line: Any, facts: Sequence[tuple[str, Any, str]], record: Base, *, under: str = "",
    may_write: bool, acts: Sequence[tuple[str, str]] = (),
) -> ResponseReturnValue:  # fmt: skip
    """One record that is all facts: (what, value, address or nothing), what may be done with it, its history."""
    here = {f"{one.noun}_id": record.__getattribute__("id")}
    return page(
        "red_property/register_detail.html",
        listing=one,
        title=line.link[0],
        state=line.state,
        under=under,
        facts_of=facts,
        acts=acts,
        edit_url=url_for(f"red_property.{one.noun}_edit", **here) if may_write else "",
        removal_url=url_for(f"red_property.{one.noun}_removal", **here) if may_write else "",
        entries=[told(entry) for entry in history((record.__tablename__, [here[f"{one.noun}_id"]]))],
        year=clock.today().year,
    )


def told(one: AuditEntry) -> dict[str, Any]:
    """A line of a timeline: what was done, by whom in which capacity, what differs since."""
    lines = changes(one.record_kind, one.action, one.changes)
    reasons = (one.changes.get(key, [None, None])[1] for key in REASONS)
    quoted = next((str(reason) for reason in reasons if reason), "")
    return {
        "at": clock.local(one.at),
        "title": audit.SENTENCES.get(one.action, one.action),
        "by": " · ".join(part for part in (one.actor_name, ROLES.get(one.role, "")) if part),
        "text": "" if quoted in (after for _, _, after in lines) else quoted,
        "lines": lines,
    }


def saved_form(
    form: BaseForm, record: Base | None, deed: Callable[[Saved], None], message: str | Callable[[], str],
    to: Callable[[Saved], str],
) -> ResponseReturnValue | None:  # fmt: skip
    """One deed in one transaction; None where the form is wrong or a rule forbids it, with the reason in the form.

    A message that tells what came of it is asked for after the deed.
    """
    if not form.validate_on_submit():
        return None
    try:
        with saving(form, record) as saved:
            deed(saved)
            saved.to = to(saved)
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    return done(message if isinstance(message, str) else message(), to=to(saved))


def form_page(form: BaseForm, title: str, crumbs: list[tuple[str, str]], **more: Any) -> ResponseReturnValue:
    """The page of a form, for the first time or with what was refused."""
    status = 422 if request.method == "POST" else 200
    return page("red_property/register_form.html", status=status, form=form, title=title, crumbs=crumbs, **more)


def removal_page(
    record: Base, name: str, remove: Callable[..., None], *, crumbs: list[tuple[str, str]], told_also: str = ""
) -> ResponseReturnValue:
    """Ask, then take away what came by mistake; `crumbs` lead to the list and to the record."""
    form = BaseForm()
    form.versioned(record)
    answer = saved_form(
        form, record, lambda saved: remove(record, by=actor(), at=clock.now()), f"“{name}”已删除",
        lambda saved: crumbs[0][1],
    )  # fmt: skip
    if answer is not None:
        return answer
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/register_removal.html", block="dialog", status=status, form=form, name=name, crumbs=crumbs,
        told=told_also or "删除以后不能恢复；变更记录里留着它。",
    )  # fmt: skip

"""What the pages of the registers share: the timeline, the form of one record, asking before removal."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.extensions import Base
from shuangluan.kernel import clock, timeline
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.web import Saved, actor, done, page, saving
from shuangluan.red_property.tables.changes import changes

LAST_DAY = {"last_day": "这一天还算在内，第二天起不算"}  # beside the one field of a form that ends something
REASONS = ("ended_reason", "withdrawn_reason", "reason")  # what a timeline quotes of a change


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
        entries=[told(entry) for entry in timeline.history((record.__tablename__, [here[f"{one.noun}_id"]]))],
        year=clock.today().year,
    )


def told(one: AuditEntry) -> dict[str, Any]:
    """A line of a timeline, with what differs since and the reason that was given."""
    lines = changes(one.record_kind, one.action, one.changes)
    reasons = (one.changes.get(key, [None, None])[1] for key in REASONS)
    quoted = next((str(reason) for reason in reasons if reason), "")
    text = "" if quoted in (after for _, _, after in lines) else quoted
    return timeline.told(one) | {"text": text, "lines": lines}


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

"""An appeal's own pages: detail, preview in the drawer, print, and a reporter's phone in clear (GR-71, GR-13)."""

from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import queries, rules, services
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import Story
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.offers import offers
from shuangluan.kernel import audit, clock, matters
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import actor, page, viewer


@bp.get("/appeals/<int:appeal_id>")
@requires(Perm.APPEAL_READ)
def appeal_detail(appeal_id: int) -> ResponseReturnValue:
    """The whole of an appeal; `told=1` leaves in its timeline what its reporters may hear."""
    told = request.args.get("told", "0")
    if told not in {"0", "1"}:
        raise BadParameter("办理经过只有两种看法：全部，或可告知诉求人的，从页面上重新选")
    story = _story(appeal_id)
    entries = queries.history(story)
    return page(
        "grid/appeal_detail.html",
        block="history",
        **_face(story),
        facts=queries.facts(story),
        steps=queries.progress(story),
        legs=queries.legs(story),
        verification=queries.verification(story),
        pauses=queries.pauses(story),
        reckoned=queries.reckoned(story),
        sentence=queries.sentence(story),
        pictures=[_file(row, queries.file_label(row, story)) for row in queries.pictures(story)],
        papers=[_file(row, row.name) for row in queries.papers(story)],
        entries=queries.history(story, told=True) if told == "1" else entries,
        next_steps=matters.next_steps(story.appeal.matter, story.related, viewer()),
        told=told == "1",
        told_count=sum(1 for entry in entries if entry.told),
    )


@bp.get("/appeals/<int:appeal_id>/preview")
@requires(Perm.APPEAL_READ)
def appeal_preview(appeal_id: int) -> ResponseReturnValue:
    """The essentials and the next step, for the drawer of a list."""
    story = _story(appeal_id, whole=False)
    return page(
        "grid/appeal_preview.html",
        block="dialog",
        **_face(story),
        facts=queries.essentials(story),
        legs=queries.legs(story),
        sentence=queries.sentence(story),
    )


@bp.get("/appeals/<int:appeal_id>/print")
@requires(Perm.APPEAL_READ)
def appeal_print(appeal_id: int) -> ResponseReturnValue:
    """办理单 on A4; personal data stay masked, so that nothing of it leaves with the paper."""
    story = _story(appeal_id).printed
    return page(
        "grid/appeal_print.html",
        **_face(story),
        facts=queries.facts(story),
        legs=queries.legs(story),
        verification=queries.verification(story),
        pauses=queries.pauses(story),
        entries=queries.history(story)[::-1],
        printed_at=story.names.moment(story.now),
    )


@bp.post("/appeals/<int:appeal_id>/reporters/<int:reporter_id>/phone")
@requires(Perm.APPEAL_REVEAL)
def reporter_phone(appeal_id: int, reporter_id: int) -> ResponseReturnValue:
    """Name and phone of one reporter in clear, once, in the place where they were masked; each time is recorded."""
    story = _story(appeal_id, whole=False)
    line = next((one for one in queries.reporters(story) if one.id == reporter_id), None) or abort(404)
    if not line.refusal:
        with audit.transaction():
            name, phone = services.reveal_reporter(story.appeal, reporter_id, by=actor(), at=clock.now())
        line = replace(line, name=name, phone=phone, is_hidden=False)
    return page(
        "grid/reporter_phone.html",
        block="reporter",
        status=422 if line.refusal else 200,
        line=line,
        in_clear=not line.refusal,
        number=_number(story),
        appeal=story.appeal,
    )


def _story(appeal_id: int, *, whole: bool = True) -> Story:
    return queries.story(appeal_id, viewer=viewer(), now=clock.now(), whole=whole) or abort(404)


def _file(row: Any, name: str) -> dict[str, Any]:
    """An attachment as the components draw it."""
    return {
        "name": name,
        "url": url_for("overview.attachment", attachment_id=row.id),
        "size": row.size,
        "by": row.uploader_name,
        "at": clock.local(row.uploaded_at),
    }


def _number(story: Story) -> str:
    return rules.short_number(story.appeal.no, story.today)


def _face(story: Story) -> dict[str, Any]:
    """What every page of an appeal shows: number, state, due, place, reporters, what to do next."""
    return {
        "story": story,
        "appeal": story.appeal,
        "names": story.names,
        "number": _number(story),
        "root_number": rules.short_number(story.root.no, story.today) if story.root else "",
        "state": (rules.STATE_LABEL[story.state], queries.STATE_TONE[story.state]),
        "due": queries.due(story.appeal, story.book.calendar, story.now),
        "level": rules.LEVEL_LABEL[story.appeal.level],
        "outcome": rules.OUTCOME_LABEL[rules.Outcome(story.appeal.outcome)] if story.appeal.outcome else "",
        "reporters": queries.reporters(story),
        "offers": offers(story, viewer()),
    }

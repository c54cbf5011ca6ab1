"""后台任务: the viewer's own long work: how far it is, its file, and calling it off (D24)."""

from typing import Any

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from shuangluan.extensions import db
from shuangluan.kernel import clock, jobs
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import Job
from shuangluan.kernel.permissions import SIGNED_IN, requires
from shuangluan.kernel.web import actor, done, download, page, saving, viewer

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
NEWEST = 50
TONE = {"waiting": "wait", "running": "doing", "done": "done", "failed": "stop", "cancelled": "off"}


def _own(job_id: int) -> Job:
    return jobs.job(job_id, viewer()) or abort(404)


def _shown(job: Job) -> dict[str, Any]:
    """A job as the page draws it."""
    return {
        "job": job,
        "state": (jobs.LABEL[job.state], TONE[job.state.value]),
        "busy": not jobs.is_finished(job),
        "asked": clock.local(job.asked_at),
        "has_file": jobs.has_result(job, at=clock.now()),
    }


@bp.get("")
@requires(SIGNED_IN)
def job_list() -> ResponseReturnValue:
    """The viewer's newest jobs."""
    rows = db.session.scalars(jobs.own_jobs(viewer()).limit(NEWEST)).all()
    return page("overview/jobs.html", rows=[_shown(row) for row in rows], newest=NEWEST)


@bp.get("/<int:job_id>")
@requires(SIGNED_IN)
def job_detail(job_id: int) -> ResponseReturnValue:
    """One job: how far it is, then its file."""
    return page("overview/job.html", form=BaseForm(formdata=None), **_shown(_own(job_id)))


@bp.get("/<int:job_id>/progress")
@requires(SIGNED_IN, background=True)
def job_progress(job_id: int) -> ResponseReturnValue:
    """The same while it is at work; once it has ended the page is asked for anew."""
    shown = _shown(_own(job_id))
    answer = page("overview/job.html", block="progress", **shown)
    if not shown["busy"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/<int:job_id>/cancellation")
@requires(SIGNED_IN)
def job_cancellation(job_id: int) -> ResponseReturnValue:
    """Call it off."""
    job = _own(job_id)
    with saving(BaseForm()):
        db.session.refresh(job, with_for_update=True)
        jobs.cancel(job, by=actor(), at=clock.now())
    return done("已通知它停下", to=url_for(".job_detail", job_id=job_id))


@bp.get("/<int:job_id>/file")
@requires(SIGNED_IN)
def job_file(job_id: int) -> ResponseReturnValue:
    """The file that it made, for an hour; asking for it was recorded when it was asked for."""
    job = _own(job_id)
    body = jobs.result(job, current_app.config["DATA_DIR"], at=clock.now())
    return download(body, job.result_name or "")

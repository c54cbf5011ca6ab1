"""Long work beside the web workers: asked for in a request's transaction, done by `flask jobs work` (D24).

A job is at most once at work: it is claimed under the write lock, and taken up again only when its heartbeat has
stopped. Kinds are idempotent, because the first try may have got anywhere.
"""

import logging
import secrets
import time as stopwatch
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people, sealed_files
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Job, JobState
from shuangluan.kernel.permissions import Viewer

log = logging.getLogger("shuangluan")

STALE = timedelta(minutes=3)  # without a sign of life: the process that had it is gone
MOST_ATTEMPTS = 3
RESULT_LIFE = timedelta(hours=1)  # F07
BEAT_EVERY = 0.5  # seconds
PAUSE = 0.4  # seconds between looks for work
LOOKED = 0.1  # one who waits for SQLite's lock looks for it that often, and no oftener
BREATH = 1.5 * LOOKED  # between two of many transactions: whoever waits has looked at least once in it
TURN = 0.3  # seconds that very short transactions may follow each other without one
FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
LABEL = {
    JobState.WAITING: "排队中",
    JobState.RUNNING: "进行中",
    JobState.DONE: "已完成",
    JobState.FAILED: "没有完成",
    JobState.CANCELLED: "已取消",
}


class Cancelled(Exception):
    """The owner does not want it any more; raised out of `Run.progress`."""


@dataclass
class Run:
    """A job at work: for whom, with what, and how it tells where it stands."""

    job_id: int
    payload: dict[str, Any]
    viewer: Viewer
    by: audit.Actor
    folder: Path
    told: float = 0.0
    rested: float = field(default_factory=stopwatch.monotonic)

    def progress(self, done: int, total: int, words: str, *, now: bool = False) -> None:
        """Tell how far it is, at most twice a second unless `now`. Raises Cancelled when the owner asked for that.

        Never inside a transaction: it writes in a small one of its own.
        """
        if not now and stopwatch.monotonic() - self.told < BEAT_EVERY:
            return
        self.told = stopwatch.monotonic()
        with audit.transaction():
            job = db.session.get_one(Job, self.job_id)
            job.done, job.total, job.words, job.beat_at = done, total, words[:160], clock.now()
            cancelled = job.cancel_asked_at is not None
        if cancelled:
            raise Cancelled

    def breathe(self) -> None:
        """Between two of many short transactions: let those who wait for the lock have it.

        Without it they starve: SQLite keeps no queue, and its lock is free only for the moment between the two.
        """
        if stopwatch.monotonic() - self.rested >= TURN:
            stopwatch.sleep(BREATH)
            self.rested = stopwatch.monotonic()

    def hand_over(self, name: str, content: bytes) -> None:
        """Keep a file for the owner, for an hour."""
        stored = sealed_files.keep(self.folder, content)
        with audit.transaction():
            job = db.session.get_one(Job, self.job_id)
            job.result_name, job.result_file = name[:160], stored


@dataclass(frozen=True)
class Kind:
    """What can be asked for: `work` does it, `lost` is told when it ended badly, with the reason."""

    key: str
    work: Callable[[Run], None]
    lost: Callable[[dict[str, Any], str], None] | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a kind be known; `create_app` does."""
    KINDS[kind.key] = kind


CHORES: list[Callable[[], bool]] = []
"""What is done when no job waits, one short transaction at a time: each says whether there was something to do."""


def ask(
    kind: str, *, title: str, payload: dict[str, Any], back: str, by: audit.Actor, at: datetime
) -> Job:
    """Ask for a job inside the transaction of the request that wants it; the entry of that deed records it."""
    job = Job(
        kind=KINDS[kind].key,
        title=title[:160],
        payload=payload,
        owner_id=by.id or 0,
        role=by.role,
        address=by.address,
        state=JobState.WAITING,
        done=0,
        total=0,
        words="",
        back=back,
        attempts=0,
        asked_at=at,
    )
    db.session.add(job)
    db.session.flush()
    return job


def job(job_id: int, viewer: Viewer) -> Job | None:
    """One of the viewer's own jobs."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == viewer.person_id))


def own_jobs(viewer: Viewer) -> Select[Job]:
    """The viewer's own jobs, newest first."""
    return select(Job).where(Job.owner_id == viewer.person_id).order_by(Job.id.desc())


def is_finished(job: Job) -> bool:
    """Whether nothing more will happen to it."""
    return job.state in FINISHED


def cancel(job: Job, *, by: audit.Actor, at: datetime) -> None:
    """The owner does not want it any more: one that waits ends at once, one at work at its next step.

    Raises RuleBroken when it has ended.
    """
    if is_finished(job):
        raise RuleBroken(f"这项任务{LABEL[job.state]}，不用再取消")
    job.cancel_asked_at = at
    if job.state is JobState.WAITING:
        _end(job, JobState.CANCELLED, "还没开始就取消了", at)
    audit.noted("kernel.job.cancelled", job, by=by, at=at, detail={"title": job.title})


def has_result(job: Job, *, at: datetime) -> bool:
    """Whether the file that it made can still be fetched."""
    return job.result_file is not None and job.ended_at is not None and at - job.ended_at < RESULT_LIFE


def result(job: Job, folder: Path, *, at: datetime) -> bytes:
    """The file that it made. Raises RuleBroken once its hour is over."""
    if has_result(job, at=at):
        try:
            return sealed_files.content_of(folder, job.result_file or "")
        except FileNotFoundError:
            pass
    raise RuleBroken("这份文件只保留一小时，已经清除；请回到列表重新导出")


def run_next() -> bool:
    """Do the next job, if there is one; False when there was nothing to do."""
    _erase_old_results()
    claimed = _claim()
    if claimed is None:
        return False
    job_id, kind, payload = claimed
    try:
        KINDS[kind].work(_run(job_id, payload))
        _finish(job_id, JobState.DONE, "")
    except Cancelled:
        _lose(job_id, JobState.CANCELLED, "按你的要求停下了，没有写入任何内容")
    except RuleBroken as broken:
        _lose(job_id, JobState.FAILED, broken.reason)
    except Exception as error:
        incident = secrets.token_hex(4).upper()
        log.error("incident %s in job %s (%s)", incident, job_id, kind, exc_info=error)
        _lose(job_id, JobState.FAILED, f"系统出了问题，没有写入任何内容；请把编号 {incident} 告诉管理员")
        if current_app.testing:
            raise
    return True


def do_chore() -> bool:
    """Do a little of the chores; False when there was nothing to do."""
    return any(chore() for chore in CHORES)


def work(is_over: Callable[[], bool]) -> None:
    """Do jobs as they come until `is_over`, and chores between them; the loop of `flask jobs work`."""
    while not is_over():
        try:
            busy = run_next()
            pause = 0 if busy else BREATH if do_chore() else PAUSE
        except Exception as error:  # the database is away for a moment: the next look may find it
            log.error("no job could be looked for", exc_info=error)
            pause = PAUSE
        db.session.remove()
        stopwatch.sleep(pause)


def _claim() -> tuple[int, str, dict[str, Any]] | None:
    now = clock.now()
    gone = and_(Job.state == JobState.RUNNING, Job.beat_at < now - STALE)
    ready = select(Job).where(or_(Job.state == JobState.WAITING, gone)).order_by(Job.id).limit(1)
    if db.session.scalar(ready.with_only_columns(Job.id)) is None:  # the usual case takes no lock
        db.session.rollback()
        return None
    with audit.transaction():
        found = db.session.scalar(ready)
        if found is None:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            worn_out = f"试了 {MOST_ATTEMPTS} 次都中断了，请联系管理员"
            _end(found, JobState.FAILED, worn_out, now)
            _tell_lost(found, worn_out)
            return None
        found.state, found.beat_at, found.attempts = JobState.RUNNING, now, found.attempts + 1
        return found.id, found.kind, dict(found.payload)


def _run(job_id: int, payload: dict[str, Any]) -> Run:
    """For whom it runs, with the roles he holds now. Raises RuleBroken when he may not act any more (A17)."""
    asked = db.session.get_one(Job, job_id)
    viewer = people.viewer_of(asked.owner_id, clock.today())
    if viewer is None:
        raise RuleBroken("提交人的账号已经停用，这项任务没有执行")
    by = audit.Actor(viewer.person_id, viewer.name, asked.role, asked.address, viewer.grants)
    return Run(job_id, payload, viewer, by, current_app.config["DATA_DIR"])


def _finish(job_id: int, state: JobState, words: str) -> None:
    with audit.transaction():
        _end(db.session.get_one(Job, job_id), state, words, clock.now())


def _lose(job_id: int, state: JobState, words: str) -> None:
    db.session.rollback()
    with audit.transaction():
        ended = db.session.get_one(Job, job_id)
        _end(ended, state, words, clock.now())
        _tell_lost(ended, words)


def _tell_lost(ended: Job, words: str) -> None:
    lost = KINDS[ended.kind].lost
    if lost is not None:
        lost(dict(ended.payload), words)


def _end(job: Job, state: JobState, words: str, at: datetime) -> None:
    job.state, job.words, job.ended_at = state, words[:160] or job.words, at


def _erase_old_results() -> None:
    """What was made to be fetched goes after its hour, whether it was fetched or not (F07)."""
    old = select(Job).where(Job.result_file.is_not(None), Job.ended_at < clock.now() - RESULT_LIFE)
    if db.session.scalar(old.with_only_columns(Job.id).limit(1)) is None:
        return
    with audit.transaction():
        for each in db.session.scalars(old):
            sealed_files.take_away(current_app.config["DATA_DIR"], each.result_file or "")
            each.result_name = each.result_file = None

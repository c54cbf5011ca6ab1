"""Long work beside the web: claimed once, told, cancelled, taken up again; its file is gone after an hour (D24)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Account, AuditEntry, Job, JobState
from tests import build
from tests.conftest import NOW


@pytest.fixture
def done(app: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the test's kind of job did, and was told when it was lost."""
    happened: list[str] = []

    def work(run: jobs.Run) -> None:
        happened.append(f"{run.viewer.username} {run.payload['what']}")
        if run.payload["what"] == "refuse":
            raise RuleBroken("表里没有可用的行，请换一个文件")
        if run.payload["what"] == "break":
            raise ZeroDivisionError
        run.progress(3, 10, "核对第 3 行", now=True)
        happened.append("went on")
        run.hand_over("结果.xlsx", b"a workbook")

    kind = jobs.Kind("test", work, lost=lambda payload, words: happened.append(f"lost {payload['what']}: {words}"))
    monkeypatch.setitem(jobs.KINDS, "test", kind)
    return happened


def asked(what: str = "count", username: str = "community_admin") -> int:
    """A job of the town's secretary."""
    with audit.transaction():
        job = jobs.ask(
            "test", title="试一试", payload={"what": what}, back="/", by=build.actor(username), at=clock.now()
        )
        audit.noted("kernel.import.uploaded", None, by=build.actor(username), at=clock.now())
        return job.id


def stored(job_id: int) -> Job:
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def test_a_job_runs_as_its_owner_and_tells_where_it_stands(done):
    job_id = asked()
    assert jobs.run_next() is True
    job = stored(job_id)
    assert done == ["community_admin count", "went on"]
    assert (job.state, job.done, job.total, job.words) == (JobState.DONE, 3, 10, "核对第 3 行")
    assert job.ended_at == NOW


def test_nothing_to_do_takes_no_lock(done, counting):
    with counting() as statements:
        assert jobs.run_next() is False
    assert all(statement.startswith("SELECT") for statement in statements)


def test_the_oldest_is_done_first_and_each_once(done):
    asked("first")
    asked("second")
    while jobs.run_next():
        pass
    assert [line for line in done if "community_admin" in line] == ["community_admin first", "community_admin second"]


def test_a_refusal_is_told_in_its_own_words(done):
    job_id = asked("refuse")
    jobs.run_next()
    assert (stored(job_id).state, stored(job_id).words) == (JobState.FAILED, "表里没有可用的行，请换一个文件")
    assert done[-1] == "lost refuse: 表里没有可用的行，请换一个文件"


def test_a_fault_is_told_with_a_number_that_stands_in_the_log(done, caplog):
    job_id = asked("break")
    with pytest.raises(ZeroDivisionError):
        jobs.run_next()
    words = stored(job_id).words
    assert stored(job_id).state is JobState.FAILED
    assert caplog.records[-1].message.split()[1] in words


def test_one_that_waits_is_cancelled_at_once_with_an_entry(done):
    job_id = asked()
    with audit.transaction():
        jobs.cancel(stored(job_id), by=build.actor("community_admin"), at=NOW)
    assert jobs.run_next() is False
    assert stored(job_id).state is JobState.CANCELLED
    last = select(AuditEntry.action).order_by(AuditEntry.id.desc())
    assert db.session.scalars(last).first() == "kernel.job.cancelled"


def test_one_at_work_stops_at_its_next_step(done, monkeypatch):
    job_id = asked()
    work = jobs.KINDS["test"].work

    def cancelled_meanwhile(run: jobs.Run) -> None:
        with audit.transaction():
            jobs.cancel(stored(job_id), by=build.actor("community_admin"), at=NOW)
        work(run)

    monkeypatch.setitem(jobs.KINDS, "test", jobs.Kind("test", cancelled_meanwhile))
    jobs.run_next()
    assert stored(job_id).state is JobState.CANCELLED
    assert "went on" not in done


def test_what_has_ended_cannot_be_cancelled(done):
    job_id = asked()
    jobs.run_next()
    with pytest.raises(RuleBroken, match="已完成"), audit.transaction():
        jobs.cancel(stored(job_id), by=build.actor("community_admin"), at=NOW)


def test_one_whose_process_died_is_taken_up_again_but_not_for_ever(done):
    job_id = asked()
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        at = NOW + attempt * (jobs.STALE + timedelta(seconds=1))
        with clock.frozen(at):
            assert jobs._claim() == (job_id, "test", {"what": "count"})
            assert jobs._claim() is None  # its heart beats
    with clock.frozen(NOW + timedelta(hours=1)):
        assert jobs._claim() is None
    assert stored(job_id).state is JobState.FAILED
    assert done[-1].startswith("lost count: 试了 3 次")


def test_nobody_acts_through_a_closed_account(done):
    job_id = asked()
    with audit.transaction():
        account = db.session.scalars(select(Account).where(Account.username == "community_admin")).one()
        account.closed_at, account.closed_by_id = NOW, 1
        audit.noted("kernel.access.refused", None, by=build.actor("community_admin"), at=NOW)
    jobs.run_next()
    assert "停用" in stored(job_id).words
    assert "went on" not in done


def test_its_file_is_the_owners_for_an_hour(done, app):
    folder = app.config["DATA_DIR"]
    job_id = asked()
    jobs.run_next()
    assert jobs.job(job_id, build.viewer("community_staff")) is None
    assert jobs.result(stored(job_id), folder, at=NOW + timedelta(minutes=59)) == b"a workbook"
    file = folder / "sealed" / (stored(job_id).result_file or "")
    assert b"a workbook" not in file.read_bytes()
    with clock.frozen(NOW + timedelta(minutes=61)):
        jobs.run_next()
    assert not file.exists()
    with pytest.raises(RuleBroken, match="一小时"):
        jobs.result(stored(job_id), folder, at=NOW + timedelta(minutes=61))


def test_the_loop_ends_when_it_is_told_to(done):
    asked()
    looks = iter([False, True])
    jobs.work(lambda: next(looks))
    assert "went on" in done


def test_who_waits_for_the_lock_gets_it_between_many_short_transactions(app, monkeypatch: pytest.MonkeyPatch):
    """SQLite keeps no queue: one who waits looks every tenth of a second, and must meet a pause when he looks."""
    slept: list[float] = []
    now = [100.0]
    monkeypatch.setattr(jobs.stopwatch, "monotonic", lambda: now[0])
    monkeypatch.setattr(jobs.stopwatch, "sleep", slept.append)
    run = jobs.Run(1, {}, build.viewer("community_admin"), build.actor("community_admin"), app.config["DATA_DIR"])
    run.rested = now[0]
    for _ in range(10):
        now[0] += 0.25
        run.breathe()
    assert slept == [jobs.BREATH] * 5
    assert jobs.BREATH > jobs.LOOKED

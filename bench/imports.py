"""How long a large import takes, and how long others wait for the write lock: `python -m bench.imports --rows 50000`.

It needs a filled or demonstration database, brings generated appeals in as the hotline sends them, and takes them back.
"""

import argparse
import csv
import io
import resource
import sys
import time as stopwatch
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random
from threading import Event, Thread
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bench import places
from bench.fill import site
from shuangluan.extensions import db
from shuangluan.grid import queries
from shuangluan.imports import services
from shuangluan.kernel import audit, clock, dialect, jobs, sealed_files
from shuangluan.kernel.models import Account, Compound, RoleGrant, SheetImport
from shuangluan.kernel.sheets.registers import REGISTERS

HEAD = ("来源", "工单号", "诉求内容", "问题类别", "社区", "小区", "发生地点", "来电时间", "来电人", "联系电话")
WORDS = ("路灯", "电梯", "停车", "噪音", "漏水", "垃圾", "井盖", "消防", "暖气", "物业", "施工", "占道", "树木", "充电")
BEGIN_WRITE = dialect.begin_write
LOOK_EVERY = 0.01  # seconds between two tries for the lock


def sheet(rows: int, community: str, mark: str) -> bytes:
    """A table of the hotline, every row an appeal of its own."""
    chance, day = Random(rows), clock.today()  # noqa: S311  # no secret: invented rows
    kinds = [one.name for one in queries.catalogue_on(day).categories]
    named = db.session.scalars(select(Compound.name).where(Compound.community == community)).all()
    target = io.StringIO()
    out = csv.writer(target)
    out.writerow(HEAD)
    for number in range(rows):
        said = "、".join(chance.choices(WORDS, k=6)) + f"的第 {number} 个问题，请处理。"
        called = f"{day - timedelta(days=1 + chance.randrange(700)):%Y-%m-%d} {chance.randrange(8, 20):02d}:15"
        out.writerow((
            "12345热线", f"{mark}{number:06d}", said, chance.choice(kinds), community, chance.choice(named), "楼前",
            called, "张三", "13800000012",
        ))  # fmt: skip
    return target.getvalue().encode()


class Waiting:
    """Somebody else who wants to write all the time: how long he had to wait at most, since he was last asked."""

    def __init__(self, app: Flask) -> None:
        self.longest, self._over = 0.0, Event()
        self._thread = Thread(target=self._look, args=(app,), daemon=True)

    def _look(self, app: Flask) -> None:
        with app.app_context():
            while not self._over.wait(LOOK_EVERY):
                begun = stopwatch.perf_counter()
                with suppress(OperationalError):  # he waited in vain: the time says how long
                    BEGIN_WRITE(db.session)
                self.longest = max(self.longest, stopwatch.perf_counter() - begun)
                db.session.rollback()

    def __enter__(self) -> "Waiting":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


class Held:
    """How long one transaction of the import held the lock at most, and what it computed meanwhile."""

    longest = computed = 0.0
    entered = audit.transaction

    @classmethod
    @contextmanager
    def transaction(cls) -> Iterator[None]:
        """`audit.transaction`, timed; waiting for the lock is not counted."""
        begun = [0.0, 0.0]

        def begin(session: Any) -> None:
            BEGIN_WRITE(session)
            begun[:] = stopwatch.perf_counter(), stopwatch.thread_time()

        dialect.begin_write = begin
        try:
            with cls.entered():
                yield
        finally:
            dialect.begin_write = BEGIN_WRITE
            cls.longest = max(cls.longest, stopwatch.perf_counter() - begun[0])
            cls.computed = max(cls.computed, stopwatch.thread_time() - begun[1])


@contextmanager
def told(step: str, other: Waiting) -> Iterator[None]:
    """A line about one step."""
    other.longest, begun, used = 0.0, stopwatch.perf_counter(), stopwatch.process_time()
    Held.longest = Held.computed = 0.0
    yield
    seconds, cpu = stopwatch.perf_counter() - begun, stopwatch.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    held = f"锁一次最长占 {Held.longest:.2f} 秒（CPU {Held.computed:.2f}）"
    waited = f"别人最长等 {other.longest:.2f} 秒"
    print(f"{step}：用时 {seconds:.1f} 秒（CPU {cpu:.1f}），{held}，{waited}，内存最高 {memory} MB", flush=True)


def run(rows: int) -> int:
    """The whole way; answers with the exit status."""
    held = select(RoleGrant).join(Account, Account.person_id == RoleGrant.person_id)
    grant = db.session.scalars(held.where(RoleGrant.role == "community_admin").order_by(RoleGrant.id).limit(1)).one()
    by = audit.Actor(grant.person_id, "压测", grant.role, "")
    body = sheet(rows, str(grant.area), f"B{clock.now():%m%d%H%M%S}")
    stored = sealed_files.keep(current_app.config["DATA_DIR"], body)

    def deed(what: Any, *given: Any) -> int:
        with audit.transaction():
            made = what(*given, by=by, at=clock.now())
            number = made.id if made is not None else 0
        while jobs.run_next() or jobs.do_chore():
            stopwatch.sleep(jobs.BREATH)
        return number

    audit.transaction = Held.transaction  # every caller asks the module for it
    with Waiting(current_app._get_current_object()) as other:  # type: ignore[attr-defined]
        with told(f"读取、核对 {rows:,} 行", other):
            number = deed(services.begin, REGISTERS["appeals"], "压测.csv", body, stored)
        for step, what in (("写入", services.confirm), ("撤回", services.withdraw_import)):
            with told(step, other):
                deed(what, db.session.get_one(SheetImport, number))
            one = db.session.get_one(SheetImport, number)
            print(f"  {one.state.value} {one.counts} {one.problem}")
    return 0


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description="量一次大的导入")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args(arguments)
    with site(asked.database_url).app_context():
        if places.has_real_accounts():
            print("库里有真实账号，不能压测：只用空库或演示库", file=sys.stderr)
            return 1
        return run(asked.rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

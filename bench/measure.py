"""Statements, bytes and milliseconds of the pages that matter: `python -m bench.measure [--accounts a,b] [--times 20]`.

Asked in process, without a server in between: the CPU time of a request is what the targets compare (performance 7).
"""

import argparse
import dataclasses
import secrets
import statistics
import sys
import time as stopwatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from shuangluan.app import create_app
from shuangluan.config import Config
from shuangluan.extensions import db
from shuangluan.grid import queries
from shuangluan.grid.models import Appeal
from shuangluan.kernel import audit, clock, gate
from shuangluan.kernel.models import Account, AuthSession, RoleGrant
from shuangluan.kernel.permissions import Grant, Viewer

ROLES = ("district_org", "street_staff", "community_admin", "grid_leader", "department", "property_liaison")
PAGES = (
    ("列表", "/grid/appeals", False),
    ("列表片段", "/grid/appeals", True),
    ("筛选", "/grid/appeals?view=all&state=closed", False),
    ("列表搜索", "/grid/appeals?view=all&q=电梯", False),
    ("第 40 页", "/grid/appeals?view=all&page=40", False),
    ("详情", "/grid/appeals/{appeal}", False),
    ("总览", "/dashboard", False),
    ("工作台", "/", False),
    ("导航计数", "/counts", True),
    ("全局搜索", "/search?q=电梯", False),
    ("流转环节", "/grid/legs", False),
    ("回访评价", "/grid/answers", False),
)


@dataclass(frozen=True)
class Measured:
    """One page as one account sees it; milliseconds of CPU and of the clock."""

    page: str
    status: int
    statements: int
    size: int
    cpu: list[float]
    wall: list[float]

    @property
    def line(self) -> str:
        """A row of the table."""
        if self.status != 200:
            return f"{_padded(self.page)}  HTTP {self.status}"
        cpu, wall = sorted(self.cpu), sorted(self.wall)
        middle, slow = statistics.median(wall), wall[min(int(len(wall) * 0.95), len(wall) - 1)]
        return (
            f"{_padded(self.page)}{self.statements:>4} 条{self.size / 1000:>8.1f} kB"
            f"{statistics.median(cpu):>9.1f} ms CPU{middle:>9.1f} / {slow:.1f} ms"
        )


def measure(app: Flask, username: str, times: int) -> Iterator[Measured]:
    """Every page as an account, asked once to warm it and then so often."""
    token = secrets.token_urlsafe(32)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        appeal = _newest(account.person_id)
        _begin(account.id, token)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    for name, address, htmx in PAGES:
        yield _page(client, name, address.format(appeal=appeal), htmx, times)
    with app.app_context(), audit.transaction():
        db.session.execute(delete(AuthSession).where(AuthSession.token_digest == gate.token_digest(token)))


def _newest(person_id: int) -> int:
    """The newest appeal that the person sees; 1 where he sees none."""
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id))
    grants = tuple(Grant(row.role, row.area, row.organisation_id, row.own) for row in rows)
    ids = queries.visible(Viewer(0, 0, person_id, "", "", grants), clock.today(), Appeal.id)
    return db.session.scalar(ids.order_by(Appeal.registered_at.desc()).limit(1)) or 1


def _begin(account_id: int, token: str) -> None:
    now = clock.now()
    with audit.transaction():
        session = AuthSession(
            token_digest=gate.token_digest(token), account_id=account_id, started_at=now, last_seen_at=now,
            address="127.0.0.1", agent="bench",
        )  # fmt: skip
        db.session.add(session)


def _page(client: FlaskClient, name: str, address: str, htmx: bool, times: int) -> Measured:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.get(address, headers=headers)
    cpu, wall = [], []
    for _ in range(times if answer.status_code == 200 else 0):
        began, spent = stopwatch.perf_counter(), stopwatch.process_time()
        answer = client.get(address, headers=headers)
        wall.append((stopwatch.perf_counter() - began) * 1000)
        cpu.append((stopwatch.process_time() - spent) * 1000)
    statements = int(answer.headers.get("X-SQL-Queries", 0))
    return Measured(name, answer.status_code, statements, len(answer.data), cpu, wall)


def _padded(text: str) -> str:
    """To one width: a Chinese character takes two columns."""
    return text + " " * (12 - sum(2 if ord(c) > 255 else 1 for c in text))


def _accounts() -> list[str]:
    """The first account of each role that works with appeals."""
    names = []
    for role in ROLES:
        first = (
            select(Account.username)
            .join(RoleGrant, RoleGrant.person_id == Account.person_id)
            .where(RoleGrant.role == role, Account.closed_at.is_(None))
            .order_by(Account.id)
            .limit(1)
        )
        names += [name] if (name := db.session.scalar(first)) else []
    return names


def main(arguments: Sequence[str]) -> int:
    """The command; answers with the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.measure", description="各页面的语句数、字节数和耗时")
    parser.add_argument("--accounts", default="", help="用户名，逗号分隔；默认每种角色取一个")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args(arguments)
    config = dataclasses.replace(Config.from_environment(), count_sql=True)
    app = create_app(dataclasses.replace(config, database_url=asked.database_url or config.database_url))
    with app.app_context():
        names = [name for name in asked.accounts.split(",") if name] or _accounts()
    for name in names:
        print(name)
        for measured in measure(app, name, asked.times):
            print("  " + measured.line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

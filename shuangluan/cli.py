"""The operator's commands: `flask --app wsgi prepare | demo | vectors | audit | account | export-…`."""

import getpass
import json
import logging
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from shuangluan import demo, vectors
from shuangluan.auth import services as auth_services
from shuangluan.extensions import db
from shuangluan.generated import permission_table, state_diagrams
from shuangluan.grid import rules as grid_rules
from shuangluan.grid import services as grid_services
from shuangluan.kernel import audit, calendar, clock, jobs, workdays
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.places import areas
from shuangluan.red_property import rules as red_property_rules
from shuangluan.red_property.rules import emergencies, evaluation_course, resolutions, street, votes, words
from shuangluan.workforce import rules as workforce_rules

BACKUPS_KEPT = 30

ENGINES: dict[str, Callable[..., Any]] = {
    **workdays.ENGINES, **red_property_rules.ENGINES, **workforce_rules.ENGINES,
}  # fmt: skip
MACHINES: dict[str, tuple[Mapping[Any, str], Mapping[Any, Iterable[Any]]]] = {
    "诉求": (grid_rules.STATE_LABEL, grid_rules.NEXT),
    "联席会": (words.MEETING_LABEL, words.MEETING_NEXT),
    "提请街道": (street.ENTRY_LABEL, street.ENTRY_NEXT),
    "议定事项": (resolutions.RESOLUTION_LABEL, resolutions.RESOLUTION_NEXT),
    "业主表决": (votes.VOTE_LABEL, votes.VOTE_NEXT),
    "红色物业评分": (evaluation_course.EVALUATION_LABEL, evaluation_course.EVALUATION_NEXT),
    "应急维修": (emergencies.EMERGENCY_LABEL, emergencies.EMERGENCY_NEXT),
    **workforce_rules.MACHINES,
}

demo_group = AppGroup("demo", help="演示数据：只装进空库，人物均为虚构。")
vectors_group = AppGroup("vectors", help="用工作样例检验规则引擎。")
audit_group = AppGroup("audit", help="审计记录。")
account_group = AppGroup("account", help="账号。")
calendar_group = AppGroup("calendar", help="工作日历。")
jobs_group = AppGroup("jobs", help="后台任务：导入、大的导出。")


def install(app: Flask) -> None:
    """Bind the commands to the site; `wsgi.py` asks for it on the command line only."""
    for group in (demo_group, vectors_group, audit_group, account_group, calendar_group, jobs_group):
        app.cli.add_command(group)
    for command in (prepare, export_permissions, export_states):
        app.cli.add_command(command)


@click.command("prepare", help="备份数据库并升级到最新版本；在启动服务之前运行。")
@with_appcontext
def prepare() -> None:
    """Back the database up and bring it to the newest revision; run before any process serves."""
    kept = _backup(current_app.config["DATA_DIR"])
    if kept:
        click.echo(f"已备份到 {kept}")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    click.echo("数据库已是最新版本")


def _backup(data_dir: Path) -> Path | None:
    """A consistent copy through SQLite's own backup; PostgreSQL is backed up with pg_dump (README)."""
    if db.engine.dialect.name != "sqlite" or not inspect(db.engine).get_table_names():
        return None
    folder = data_dir / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{clock.local(clock.now()):%Y%m%d-%H%M%S}.db"
    source = sqlite3.connect(str(db.engine.url.database))
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise click.ClickException(f"备份 {target} 检查不通过，请先处理磁盘问题再升级")
    finally:
        source.close()
        copy.close()
    target.chmod(0o600)
    for old in sorted(folder.glob("*.db"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


@demo_group.command("load", help="装入演示数据，只装进没有账号的库。")
@click.option("--small", is_flag=True, help="只装三个社区，供测试和试用。")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="数据截至哪一天（不含当天），默认今天。")
@click.option("--if-new", is_flag=True, help="库里已有账号时什么也不做。")
def demo_load(small: bool, until: Any, if_new: bool) -> None:
    """Build the demonstration district through the services."""
    _check_prepared()
    day: date = until.date() if until else clock.today()
    if if_new and not demo.is_new():
        return
    try:
        demo.load(until=day, small=small, tell=click.echo)
    except RuleBroken as broken:
        raise click.ClickException(broken.reason) from None


def _check_prepared() -> None:
    if not inspect(db.engine).has_table("account"):
        raise click.ClickException("数据库还没有建好，先运行 flask --app wsgi prepare")


@demo_group.command("accounts", help="列出演示账号和密码；密码由密钥算出，不保存。")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出。")
def demo_accounts(as_json: bool) -> None:
    """The demonstration accounts with their passwords, computed and never stored."""
    _check_prepared()
    try:
        accounts = demo.accounts()
    except RuleBroken as broken:
        raise click.ClickException(broken.reason) from None
    if as_json:
        click.echo(json.dumps(accounts, ensure_ascii=False, indent=1))
        return
    for row in accounts:
        scope = areas().path(row["scope"]) if row["scope"] in areas() else row["scope"]
        click.echo(f"{row['username']:<20}{row['password']:<22}{ROLES[row['role']]} · {scope}")


@vectors_group.command("run", help="逐条验算 FILES 里的样例，有一条不符就以 1 退出。")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def vectors_run(files: tuple[Path, ...]) -> None:
    """Run worked examples through the engines; exit status 1 when one fails."""
    sys.exit(vectors.run(files, ENGINES, click.echo))


@audit_group.command("verify", help="逐条核对审计记录的哈希链。")
def audit_verify() -> None:
    """Walk the hash chain of the audit trail."""
    _check_prepared()
    count, broken = audit.verify()
    if broken is not None:
        raise click.ClickException(f"前 {count} 条完整，第 {broken} 号记录与哈希链不符")
    click.echo(f"审计记录 {count} 条，哈希链完整")


@account_group.command("create", help="开通一个账号并授予一个角色。")
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", required=True, help="角色代码，见 docs/permissions.md。")
@click.option("--area", default=None, help="区划代码：区 6 位、街道 9 位、社区 12 位。")
@click.option("--organisation", default=None, help="单位名称（单位类角色）。")
def account_create(username: str, name: str, role: str, area: str | None, organisation: str | None) -> None:
    """Open an account with one role; prints the initial password, which must be changed at first sign-in."""
    initial = auth_services.new_initial(username)
    with _administering() as deed:
        auth_services.create_account(
            name=name, username=username, role=role, area=area, organisation=organisation, initial=initial, **deed
        )
    click.echo(f"账号 {username} 已开通，初始密码（7 天内有效，首次登录须修改）：{initial.password}")


@account_group.command("reset", help="重置密码：解锁，并退出所有登录。")
@click.argument("username")
def account_reset(username: str) -> None:
    """Give an account a new initial password, e.g. when it was forgotten; unlocks it and signs it out everywhere."""
    initial = auth_services.new_initial(username)
    with _administering() as deed:
        auth_services.reset_password(username, initial, **deed)
    click.echo(f"账号 {username} 的密码已重置，初始密码（7 天内有效，首次登录须修改）：{initial.password}")


@account_group.command("unlock", help="输错密码锁定的账号，不等 15 分钟就解锁。")
@click.argument("username")
def account_unlock(username: str) -> None:
    """Lift the lock after wrong passwords before its 15 minutes are over."""
    with _administering() as deed:
        auth_services.unlock(username, **deed)
    click.echo(f"账号 {username} 已解锁")


@account_group.command("close", help="停用离岗人员的账号，用户名不再使用。")
@click.argument("username")
def account_close(username: str) -> None:
    """Close the account of somebody who left; user names are never used again."""
    with _administering() as deed:
        auth_services.close_account(username, **deed)
    click.echo(f"账号 {username} 已停用，登录中的设备已全部退出")


@contextmanager
def _administering() -> Iterator[dict[str, Any]]:
    """A transaction of the operator at the machine; a broken rule becomes the command's message."""
    operator = audit.Actor(None, f"命令行 {getpass.getuser()}"[:40], "system_admin")
    try:
        with audit.transaction():
            yield {"by": operator, "at": clock.now()}
    except RuleBroken as broken:
        raise click.ClickException(broken.reason) from None


@calendar_group.command("import", help="导入公布的放假安排，重算还没有反馈的期限。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def calendar_import(file: Path) -> None:
    """Write a published arrangement into the calendar and move the open promises with it (GR-26, GR-60)."""
    try:
        document = vectors.load(file)
    except vectors.BadFile as broken:
        raise click.ClickException(str(broken)) from None
    with _administering() as who:
        years = calendar.import_year(document, **who)
        moved = grid_services.recompute_promises(**who)
    if not years:
        raise click.ClickException("这些年份的安排已经公布过，暂估的不能替换它")
    click.echo(f"已导入 {'、'.join(map(str, years))} 年；{len(moved)} 件诉求的期限有变动")


@jobs_group.command("work", help="逐件办理后台任务，直到收到结束信号；与网站进程同时运行。")
def jobs_work() -> None:
    """Do jobs as they come, beside the web workers (D24); a signal lets the present one end first."""
    _check_prepared()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    jobs.work(over.is_set)


@click.command("export-permissions", help="输出权限表（docs/permissions.md）。")
@with_appcontext
def export_permissions() -> None:
    """The table of permissions 权限表, as docs/permissions.md keeps it."""
    click.echo(permission_table(current_app), nl=False)


@click.command("export-states", help="输出状态图（docs/states.md）。")
@with_appcontext
def export_states() -> None:
    """The state diagrams, as docs/states.md keeps them."""
    click.echo(state_diagrams(MACHINES), nl=False)

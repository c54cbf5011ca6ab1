"""The demonstration district, built through the services (D16); imported by the command line only.

Its facts are a pure function of the seed and of `until`, the first day that has not happened: nothing here asks
for the time or throws common dice. Two loads differ in nonces, password hashes and names of stored files alone.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from shuangluan.demo import accounts as demo_accounts
from shuangluan.demo import district, grid, red_property, workforce
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, dialect
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Account, SiteMark

SEED = "双滦"
EARLIEST = date(2021, 1, 1)  # three years before begin with the published rules
MARK = "demo"


def is_new() -> bool:
    """Whether nobody has an account yet: only such a database takes the demonstration."""
    return db.session.scalar(select(Account.id).limit(1)) is None


def load(*, until: date, small: bool = False, tell: Callable[[str], object] = lambda _line: None) -> None:
    """Build the district up to, but without, the day `until`; `small` has three communities.

    It is there entirely or not at all: one transaction, in which nobody else writes. Raises RuleBroken where
    the database has accounts, and for a day before the rules begin.
    """
    if not is_new():
        raise RuleBroken(_occupied())
    if until < EARLIEST:
        raise RuleBroken(f"演示数据最早截至 {EARLIEST}，再早没有生效的规则")
    tell(f"正在装入演示数据，截至 {until}{'（三个社区）' if small else ''} …")
    seed = f"{SEED}:{until}"
    stored = demo_accounts.hashes(_secret())
    with audit.transaction():
        built = district.build(until, small=small, seed=seed)
        demo_accounts.open_all(built, stored)
        tell(f"  {len(built.grounds)} 个社区、{sum(map(len, built.holders.values()))} 人、{len(stored)} 个账号")
        folder = Path(current_app.config["DATA_DIR"])
        beside = [
            *workforce.tales(built, small=small, seed=seed),
            *red_property.tales(built, red_property.found(built), folder),
        ]
        count = grid.tell(built, small=small, seed=seed, folder=folder, say=tell, beside=beside)
        _mark(until, small=small)
        dialect.analyze(db.session.connection())
    tell(f"演示数据已装好：{count} 件诉求，人物均为虚构")


def accounts() -> list[dict[str, str]]:
    """The demonstration accounts with their passwords. Raises RuleBroken where this loader was not at work."""
    if _is_marked():
        return demo_accounts.listed(_secret())
    raise RuleBroken("这个库不是由 demo load 装入的，没有演示账号；要开通账号请用 account create")


def _occupied() -> str:
    if _is_marked():
        return "这个库已经装过演示数据；要重新装入，请换一个空的 DATA_DIR"
    return "这个库里已有正式账号，不能装入演示数据；请换一个空的 DATA_DIR"


def _is_marked() -> bool:
    return db.session.get(SiteMark, MARK) is not None


def _mark(until: date, *, small: bool) -> None:
    """Say for ever that what is in here is invented."""
    at = clock.start_of(until) - timedelta(minutes=1)
    value = json.dumps({"until": until.isoformat(), "small": small})
    mark = SiteMark(key=MARK, value=value, set_at=at)
    audit.created("kernel.site.marked", mark, by=district.BUILDER, at=at)


def _secret() -> bytes:
    key: bytes = current_app.config["SECRET_KEY"]
    return key

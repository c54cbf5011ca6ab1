"""Uploaded files go when their time is over, and only because somebody said so (F06, F07)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.imports import queries, services
from shuangluan.imports.queries import S
from shuangluan.imports.rules import Retention
from shuangluan.kernel import clock, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, SheetImport, SheetRow
from tests import build
from tests.conftest import NOW
from tests.imports.conftest import Carrier, workbook

HEAD = ("来源", "来源单号", "诉求内容", "类别", "社区")
ONE = ("12345转办", "RX001", "路灯不亮", "邻里纠纷", "万和城社区")
LATER = NOW + timedelta(days=180)


def written(carrier: Carrier) -> SheetImport:
    """An import that was gone ahead with."""
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    carrier.deed(services.confirm, one)
    return carrier.seen(one.id)


def test_a_scheme_that_names_no_days_is_refused():
    assert Retention.parse({"import_file_days": 180}).last_due(date(2027, 5, 19)) == date(2026, 11, 20)
    for days in (0, "180", None, True):
        with pytest.raises(RuleBroken, match="保留天数"):
            Retention.parse({"import_file_days": days})


def test_a_file_is_proposed_once_its_days_are_over(carrier: Carrier):
    one = written(carrier)
    day = clock.local_day(LATER)
    assert queries.due_imports(day - timedelta(days=1)) == ([], 0)
    [row], total = queries.due_imports(day)
    assert (row.id, total) == (one.id, 1)


def test_what_goes_is_the_file_and_its_rows_and_the_trail_says_so(carrier: Carrier):
    one = written(carrier)
    file = carrier.folder / "sealed" / one.stored_name
    with clock.frozen(LATER):
        services_done = Carrier(carrier.folder, "system_admin")
        services_done.deed(services.remove_files, [one.id])
    one = carrier.seen(one.id)
    assert one.file_removed_at == LATER
    assert not file.exists()
    assert db.session.scalars(select(SheetRow)).all() == []
    assert len(db.session.scalars(select(Appeal)).all()) == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "kernel.import.file_removed")).one()
    assert (entry.actor_name, entry.changes) == (
        build.actor("system_admin").name, {"file": "台账.xlsx", "uploaded": "2026-11-20", "rows": 1},
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="已到期清除"):
        carrier.deed(services.withdraw_import, one)


def test_one_that_nobody_went_ahead_with_is_given_up(carrier: Carrier):
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    with clock.frozen(LATER):
        Carrier(carrier.folder, "system_admin").deed(services.remove_files, [one.id])
    assert carrier.seen(one.id).state is S.DROPPED


def test_what_is_not_due_stays(carrier: Carrier):
    one = written(carrier)
    with pytest.raises(RuleBroken, match="没到期"):
        Carrier(carrier.folder, "system_admin").deed(services.remove_files, [one.id])


def test_the_list_proposes_and_only_a_click_removes(site: Any, app: Any):
    one = written(Carrier(app.config["DATA_DIR"], "community_admin"))
    site.sign_in("community_admin")
    assert site.get("/imports/retention").status_code == 403
    with clock.frozen(LATER):
        site.sign_in("system_admin")
        page = site.get("/imports/retention")
        assert page.words("tbody th") == ["台账.xlsx"]
        nothing = site.post("/imports/retention", {"form_token": "none-ticked"})
        assert nothing.status_code == 422
        assert "还没有选中记录" in nothing.text
        answer = site.post("/imports/retention", {"pick": str(one.id), "form_token": "a-token-of-its-own"})
        assert answer.status_code == 303, answer.words(".main")
        while jobs.run_next():
            pass
        db.session.expire_all()
        assert "没有到期的文件" in site.get("/imports/retention").text
        site.sign_in("community_admin")
        assert "保留期满" in site.get(f"/imports/{one.id}").text

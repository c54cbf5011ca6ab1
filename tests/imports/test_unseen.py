"""A large import is written where nobody sees it and shown all at once; taking it back is the same (performance 11)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.imports.services import bulk, writing
from shuangluan.kernel import audit, clock, hiding, jobs, matters, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, HiddenRange, Job, JobState, SheetImport
from shuangluan.kernel.permissions import GRANTS
from tests import build
from tests.architecture.test_routes import access_of, filled
from tests.imports.conftest import Carrier, csv_rows
from tests.imports.test_appeals import LAMP, sheet
from tests.site import Site

ROWS = 5
CHANGES_BY_ITSELF = re.compile(r'"[\w-]{16,}(\.[\w-]+)*"')  # tokens of forms
TELLING = ("/grid", "/dashboard", "/threads", "/red-property/compounds")
ALSO = ("/", "/counts", "/search?q=楼道")
TOLD = ("/", "/search?q=楼道", "/grid/appeals", "/dashboard")


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five rows are many: three transactions, and every one tells how far it is."""
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "REMOVED", 2)
    monkeypatch.setattr(jobs, "BEAT_EVERY", 0)


def brought(carrier: Carrier, mark: str = "a") -> SheetImport:
    """An import that is ready to be written."""
    return carrier.brings("appeals", csv_rows(mark, ROWS), "热线.csv")


def while_unseen(monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]) -> list[Any]:
    """Have somebody look when all is written and nothing confirmed; what he saw."""
    said: list[Any] = []
    write_unseen = bulk.write_unseen

    def write_and_look(*given: Any) -> Any:
        sealed = write_unseen(*given)
        db.session.rollback()
        said.append(look())
        db.session.rollback()
        return sealed

    monkeypatch.setattr(bulk, "write_unseen", write_and_look)
    return said


def stored() -> dict[str, int]:
    """How many rows stand in the tables, seen or not."""
    every: dict[str, int] = {}
    for name in hiding.GUARDED:
        count = select(func.count()).select_from(db.metadata.tables[name])
        every[name] = db.session.scalar(count, execution_options={"every_row": True}) or 0
    return every


def pages(site: Site, appeal: Appeal) -> dict[str, str]:
    """What the secretary sees on every page that can tell of appeals."""
    telling = [rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith(TELLING)]
    shown = [rule for rule in telling if not rule.arguments or rule.rule.endswith(">")]  # the rest are dialogs
    own = [rule for rule in shown if "community_admin" in GRANTS.get(access_of(site.app, rule).permission, ())]
    addresses = [*ALSO, *(filled(rule, appeal.id) for rule in own if "GET" in (rule.methods or ()))]
    return {address: CHANGES_BY_ITSELF.sub("", site.get(address).text) for address in addresses}


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)  # the gate has its own tests on both
def test_others_notice_nothing_until_it_is_confirmed(site, carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    appeal = build.an_appeal("楼道里早就有的")
    one = brought(carrier)
    site.sign_in("community_admin")
    site.reads_html = False
    before = pages(site, appeal)
    said = while_unseen(monkeypatch, lambda: (pages(site, appeal), stored()["grid_appeal"], audit.verify()[1]))
    carrier.deed(services.confirm, one)
    [(meanwhile, count, broken)] = said
    assert (count, broken) == (1 + ROWS, None)
    assert [address for address in before if before[address] != meanwhile[address]] == []
    changed = {address for address in TOLD if CHANGES_BY_ITSELF.sub("", site.get(address).text) != before[address]}
    assert changed == set(TOLD)


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)
def test_lists_searches_and_addresses_do_not_know_it_either(site, carrier: Carrier, monkeypatch):
    build.an_appeal("楼道里早就有的")
    one = brought(carrier)
    site.sign_in("community_admin")

    def look() -> list[int]:
        lists = (f"/grid/appeals?view=all&{asked}" for asked in ("q=杂物", ""))
        rows = [len(site.get(address).soup.select("main tbody tr")) for address in lists]
        newest = db.session.scalar(select(func.max(Appeal.id)), execution_options={"every_row": True})
        exported = site.post("/grid/appeals/export?view=all&col=title&format=csv")
        return [*rows, site.get(f"/grid/appeals/{newest}").status_code, len(exported.data)]

    said = while_unseen(monkeypatch, look)
    before = look()
    carrier.deed(services.confirm, one)
    assert said[0][:3] == [0, 1, 404]
    assert before[:2] == [0, 1]
    after = look()
    assert after[:3] == [ROWS, 1 + ROWS, 200]
    assert after[3] > said[0][3]


def test_one_short_transaction_shows_all_of_it(carrier: Carrier, counting: Any, monkeypatch: pytest.MonkeyPatch):
    """Performance 11: what the lock is held for at the end does not depend on how much it is."""
    sent, show_all = [], writing._write_all

    def counted(*given: Any) -> None:
        with counting() as statements:
            show_all(*given)
        sent.append(len(statements))

    monkeypatch.setattr(writing, "_write_all", counted)
    for mark, rows in (("a", 2), ("b", 40)):
        one = carrier.brings("appeals", csv_rows(mark, rows), "热线.csv")
        carrier.deed(services.confirm, one)
        assert carrier.seen(one.id).state is S.DONE
    assert sent[0] == sent[1] < 12
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == 42
    assert audit.verify()[1] is None


def test_who_registers_meanwhile_gets_a_number_of_his_own(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    """GR-20: no number is given twice, the trail stays one chain."""
    one = brought(carrier)
    said = while_unseen(monkeypatch, lambda: build.an_appeal("同时登记的").no)
    carrier.deed(services.confirm, one)
    numbers = [appeal.no[-3:] for appeal in db.session.scalars(select(Appeal).order_by(Appeal.sequence))]
    assert numbers == ["001", "002", "003", "004", "005", "006"]
    assert said == ["SL-20261120-006"]
    assert [appeal.source_no for appeal in db.session.scalars(select(Appeal).order_by(Appeal.id))][:2] == [
        "a000000", "a000001",
    ]  # fmt: skip
    assert audit.verify()[1] is None


def test_a_place_that_a_hidden_row_names_is_kept_and_the_reason_said(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    one = carrier.brings("appeals", sheet(LAMP))

    def demolish() -> str:
        by = build.actor("community_admin")
        with pytest.raises(RuleBroken) as refused, audit.transaction():
            places.remove_building(build.building("御景园", "1号楼"), by=by, at=clock.now())
        return refused.value.reason

    monkeypatch.setattr("shuangluan.kernel.removal.pointing", lambda *_: {})  # were it the only thing there
    said = while_unseen(monkeypatch, demolish)
    carrier.deed(services.confirm, one)
    assert "正在导入的记录，等导入完成再看" in said[0]


def cancel(carrier: Carrier, import_id: int) -> None:
    """Its owner thinks better of it."""
    with audit.transaction():
        job = db.session.get_one(Job, carrier.seen(import_id).job_id)
        jobs.cancel(job, by=build.actor(carrier.username), at=clock.now())


def test_cancelling_leaves_nothing_behind_and_it_can_be_written_again(carrier: Carrier, monkeypatch):
    one, before = brought(carrier), stored()
    with monkeypatch.context() as patched:
        while_unseen(patched, lambda: cancel(carrier, one.id))
        carrier.deed(services.confirm, one)
    one = carrier.seen(one.id)
    assert one.state is S.READY
    left = stored()
    assert left.pop("audit_entry") == before.pop("audit_entry") + 1  # that it was cancelled
    assert left == before
    assert db.session.scalars(select(HiddenRange)).all() == []
    assert audit.verify()[1] is None
    carrier.deed(services.confirm, one)
    assert carrier.seen(one.id).state is S.DONE
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == ROWS


def power_fails_at(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """The process is gone in the middle of the entry of so many-th piece."""
    enter, calls = audit.enter, []

    def fail(*given: Any) -> None:
        calls.append(1)
        if len(calls) == call:
            raise SystemExit
        enter(*given)

    monkeypatch.setattr(audit, "enter", fail)


def test_after_a_crash_the_next_try_begins_anew(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    one = brought(carrier)
    with monkeypatch.context() as patched:
        power_fails_at(patched, 3)
        with pytest.raises(SystemExit):
            carrier.deed(services.confirm, one)
    db.session.rollback()
    assert stored()["grid_appeal"] == 3
    assert db.session.scalars(select(Appeal)).all() == []
    assert not jobs.do_chore()  # somebody may still be at work on it
    with clock.frozen(clock.now() + jobs.STALE * 2):
        assert jobs.run_next()
    db.session.expire_all()
    assert carrier.seen(one.id).state is S.DONE
    assert stored()["grid_appeal"] == ROWS
    assert audit.verify()[1] is None


def test_what_failed_for_good_is_cleared_away(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    one = brought(carrier)
    with monkeypatch.context() as patched:
        power_fails_at(patched, 3)
        with pytest.raises(SystemExit):
            carrier.deed(services.confirm, one)
    db.session.rollback()
    with audit.transaction():
        db.session.get_one(Job, carrier.seen(one.id).job_id).attempts = jobs.MOST_ATTEMPTS
    with clock.frozen(clock.now() + jobs.STALE * 2):
        jobs.run_next()
        while jobs.do_chore():
            pass
    db.session.expire_all()
    one = carrier.seen(one.id)
    assert (one.state, db.session.get_one(Job, one.job_id).state) == (S.READY, JobState.FAILED)
    assert stored()["grid_appeal"] == 0
    assert db.session.scalars(select(HiddenRange)).all() == []
    assert audit.verify()[1] is None


def test_a_number_that_was_taken_meanwhile_stops_all_of_it(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    one = brought(carrier)
    monkeypatch.setattr(bulk, "check_unchanged", lambda *_: None)  # it came after the row was looked at
    taken = Carrier(carrier.folder, "community_admin")
    facts = taken.brings("appeals", csv_rows("a", 1), "一件.csv")
    taken.deed(services.confirm, facts)
    carrier.deed(services.confirm, one)
    one = carrier.seen(one.id)
    assert one.state is S.READY
    assert "登记了同样的诉求；什么都没有写入" in one.problem
    assert stored()["grid_appeal"] == 1


def test_what_is_withdrawn_is_gone_at_once_and_removed_later(carrier: Carrier):
    one = brought(carrier)
    carrier.deed(services.confirm, one)
    with audit.transaction():
        services.withdraw_import(one, by=build.actor(carrier.username), at=clock.now())
    assert jobs.run_next()
    db.session.expire_all()
    assert carrier.seen(one.id).state is S.WITHDRAWN
    assert db.session.scalars(select(Appeal)).all() == []
    assert stored()["grid_appeal"] == ROWS
    assert audit.verify()[1] is None
    while jobs.do_chore():
        pass
    assert stored()["grid_appeal"] == stored()["matter"] == 0
    said = select(AuditEntry.action).where(AuditEntry.import_id == one.id)
    actions = list(db.session.scalars(said))
    assert actions.count("grid.appeal.registered") == actions.count("grid.appeal.removed") == ROWS
    assert audit.verify()[1] is None


def test_withdrawing_can_be_cancelled_until_it_is_done(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    one = brought(carrier)
    carrier.deed(services.confirm, one)
    tell = bulk.tell_removal

    def tell_and_think_better_of_it(*given: Any) -> Any:
        said = tell(*given)
        cancel(carrier, one.id)
        return said

    with monkeypatch.context() as patched:
        patched.setattr(bulk, "tell_removal", tell_and_think_better_of_it)
        carrier.deed(services.withdraw_import, carrier.seen(one.id))
    assert carrier.seen(one.id).state is S.DONE
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == ROWS
    actions = list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.import_id == one.id)))
    assert "grid.appeal.removed" not in actions
    assert audit.verify()[1] is None


def test_what_something_points_at_is_not_taken_back(carrier: Carrier):
    other = build.an_appeal("指着它的")
    one = brought(carrier)
    carrier.deed(services.confirm, one)
    imported = db.session.scalars(select(Appeal).where(Appeal.source_no == "a000003")).one()
    with audit.transaction():
        matters.link(other.matter, imported.matter, "continued_as", at=clock.now())
        audit.noted("kernel.test", other, by=build.actor("community_admin"), at=clock.now())
    carrier.deed(services.withdraw_import, one)
    one = carrier.seen(one.id)
    assert (one.state, one.problem) == (S.DONE, bulk.POINTED_AT)
    assert len(db.session.scalars(select(Appeal)).all()) == 1 + ROWS


def test_rights_that_changed_meanwhile_stop_all_of_it(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    """A17."""
    one = brought(carrier)
    changed = writing.check_same_rights
    monkeypatch.setattr(
        writing, "check_same_rights",
        lambda desk: changed(bulk.Desk(desk.register, desk.fields, build.viewer("auditor"), desk.by, desk.at)),
    )  # fmt: skip
    carrier.deed(services.confirm, one)
    assert carrier.seen(one.id).state is S.READY
    assert stored()["grid_appeal"] == 0

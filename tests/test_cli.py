"""The operator's commands, run as from a shell."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from shuangluan import cli
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import Account, AuditEntry
from tests import build
from tests.conftest import a_site

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests" / "vectors" / "deadline_vectors.json"


def run(app, *words):
    """The result of `flask <words>`."""
    cli.install(app)
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def new_site(tmp_path):
    """A site whose database is not there yet."""
    app = a_site(tmp_path, f"sqlite:///{tmp_path}/shuangluan.db")
    yield app
    with app.app_context():
        db.engine.dispose()


def test_prepare_makes_the_database_and_backs_an_old_one_up_first(new_site, tmp_path):
    first = run(new_site, "prepare")
    assert (first.exit_code, first.output) == (0, "数据库已是最新版本\n")
    assert not (tmp_path / "backups").exists()
    assert run(new_site, "prepare").output.startswith("已备份到 ")
    (copy,) = (tmp_path / "backups").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_prepare_keeps_the_newest_backups_only(new_site, tmp_path):
    run(new_site, "prepare")
    folder = tmp_path / "backups"
    folder.mkdir()
    for n in range(40):
        (folder / f"20250101-{n:06d}.db").touch()
    run(new_site, "prepare")
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == cli.BACKUPS_KEPT
    assert kept[0] == "20250101-000011.db"


@pytest.mark.parametrize("words", [("demo", "load"), ("demo", "accounts"), ("audit", "verify")])
def test_a_database_that_is_not_there_yet_is_to_be_prepared(new_site, words):
    refused = run(new_site, *words)
    assert refused.exit_code == 1
    assert refused.output == "Error: 数据库还没有建好，先运行 flask --app wsgi prepare\n"


def test_worked_examples_pass_and_are_summed_up_in_the_last_line(app):
    result = run(app, "vectors", "run", str(EXAMPLES))
    count = len(json.loads(EXAMPLES.read_text(encoding="utf-8"))["vectors"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, f"{count} passed, 0 failed")


def test_an_example_that_fails_is_named_and_ends_with_status_1(app, tmp_path):
    document = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    first = document["vectors"][0]
    first["expect"] = {**first["expect"], "due_on": "1999-01-01"}
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(document), encoding="utf-8")
    for name in EXAMPLES.parent.glob("*.json"):
        if name != EXAMPLES:
            (tmp_path / name.name).write_bytes(name.read_bytes())
    result = run(app, "vectors", "run", str(broken))
    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert f"{first['id']} {first['fn']}: due_on 应为" in lines[0]
    assert lines[-1] == f"{len(document['vectors']) - 1} passed, 1 failed"


def test_a_missing_file_is_a_usage_error(app):
    assert run(app, "vectors", "run", "nowhere.json").exit_code == 2


def test_the_trail_is_verified_and_a_forged_entry_found(app):
    whole = run(app, "audit", "verify")
    count = len(db.session.scalars(select(AuditEntry.id)).all())
    assert (whole.exit_code, whole.output) == (0, f"审计记录 {count} 条，哈希链完整\n")
    forged = AuditEntry(
        at=clock.now(), actor_id=None, actor_name="某人", role="", address="", action="kernel.person.added",
        record_kind="person", record_id=1, matter_id=None, changes={}, previous_hash="0" * 64, hash="0" * 64,
    )  # fmt: skip
    with audit.transaction():
        db.session.add(forged)
    broken = run(app, "audit", "verify")
    assert broken.exit_code == 1
    assert broken.output.startswith(f"Error: 前 {count} 条完整，第 ")


def test_an_account_is_opened_with_a_password_that_is_shown_once(app):
    scope = ("--role", "community_staff", "--area", "130803003002")
    result = run(app, "account", "create", "wang.fang", "--name", "演示王芳", *scope)
    assert result.exit_code == 0
    assert "wang.fang 已开通" in result.output
    account = db.session.scalars(select(Account).where(Account.username == "wang.fang")).one()
    assert account.must_change
    assert not account.is_demo


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--role", "chief", "--area", "130803"), "没有这个角色"),
        (("--role", "department", "--organisation", "没有这个局"), "没有"),
        (("--role", "auditor"), "请选区"),
    ],
)
def test_an_account_without_a_fitting_scope_is_refused_in_chinese(app, words, reason):
    result = run(app, "account", "create", "somebody", "--name", "演示某人", *words)
    assert result.exit_code == 1
    assert reason in result.output
    assert db.session.scalar(select(Account.id).where(Account.username == "somebody")) is None


@pytest.mark.parametrize(("command", "heading"), [("export-permissions", "# 权限表"), ("export-states", "# 状态图")])
def test_the_documents_made_from_the_code_go_to_the_output(app, command, heading):
    result = run(app, command)
    assert result.exit_code == 0
    assert result.output.startswith(f"{heading}\n\n由 `flask --app wsgi {command}` 生成，不要手改。")


def in_a_shell(folder: Path, *words: str) -> str:
    """The output of a Python process of its own."""
    environ = {**os.environ, "DATA_DIR": str(folder)}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout


def test_a_web_worker_loads_neither_commands_nor_demonstration(tmp_path):
    known = "('shuangluan.demo', 'shuangluan.cli')"
    code = f"import sys, wsgi; print([name for name in sys.modules if name.startswith({known})])"
    assert in_a_shell(tmp_path, "-c", code).strip() == "[]"


def test_flask_on_the_command_line_has_the_commands(tmp_path):
    assert "只装进空库" in in_a_shell(tmp_path, "-m", "flask", "--app", "wsgi", "demo", "--help")


def test_a_published_year_is_imported_and_moves_the_open_promises(app, tmp_path):
    appeal = build.an_accepted_appeal(at=build.later(hours=-1))
    due = appeal.due_on
    year = tmp_path / "2026.json"
    year.write_text(json.dumps({"year": 2026, "off": [{"from": "2026-11-23", "to": "2026-11-23"}], "on": []}), "utf-8")
    answer = run(app, "calendar", "import", str(year))
    assert (answer.exit_code, answer.output) == (0, "已导入 2026 年；1 件诉求的期限有变动\n")
    db.session.expire_all()
    assert appeal.due_on > due


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "不是 JSON"),
        ('{"year": 2026, "status": "暂估"}', "已经公布过"),
        ('{"year": 2027, "off": [{"from": "2027-01-03", "to": "2027-01-01"}]}', "早于第一天"),
        ("[]", "日历的写法不对"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_a_sentence(app, tmp_path, text, said):
    file = tmp_path / "y.json"
    file.write_text(text, "utf-8")
    answer = run(app, "calendar", "import", str(file))
    assert answer.exit_code == 1
    assert said in answer.output

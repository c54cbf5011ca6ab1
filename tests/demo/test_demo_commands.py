"""`flask demo …` on a database that was loaded by it, and on one that was not."""

import json

from shuangluan import cli
from shuangluan.kernel.permissions import ROLES
from tests.conftest import a_site


def run(app, *words):
    cli.install(app)
    return app.test_cli_runner().invoke(args=list(words))


def test_accounts_are_listed_for_people_and_for_scripts(district):
    rows = json.loads(run(district, "demo", "accounts", "--json").output)
    assert {row["role"] for row in rows} == set(ROLES)
    table = run(district, "demo", "accounts").output.splitlines()
    assert len(table) == len(rows)
    assert table[0].split() == [
        rows[0]["username"], rows[0]["password"], "社区书记", "·", "秀水街道", "·", "万和城社区",
    ]  # fmt: skip


def test_a_loaded_database_is_not_loaded_again(district):
    quiet = run(district, "demo", "load", "--small", "--if-new")
    assert (quiet.exit_code, quiet.output) == (0, "")
    refused = run(district, "demo", "load", "--small")
    assert refused.exit_code == 1
    assert "已经装过演示数据" in refused.output


def test_a_database_of_real_accounts_is_refused(app):
    for words in (("load",), ("accounts",), ("accounts", "--json")):
        refused = run(app, "demo", *words)
        assert refused.exit_code == 1
        assert refused.output.startswith("Error: 这个库")


def test_an_unprepared_database_says_so(tmp_path):
    app = a_site(tmp_path, f"sqlite:///{tmp_path}/nothing.db")
    refused = run(app, "demo", "load")
    assert (refused.exit_code, "先运行 flask --app wsgi prepare" in refused.output) == (1, True)

"""流转环节 and 回访评价: the lists that figures of legs and answers open; masked, within the scope, exportable."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from bench import fill
from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.queries.figures import FIGURES, Register, figures
from shuangluan.kernel import audit, clock
from shuangluan.kernel.figures import period_of, values
from shuangluan.kernel.models import AuditEntry
from tests import build

COMMUNITY = ("community_admin", "community_admin_2", "street_staff", "district_org", "property_liaison", "department")


def shown(answer, column=1):
    """The texts of one column of the list."""
    return answer.words(f"#rows tbody tr > :nth-child({column})")


def closed(title="单元门坏了", name="演示张三", **more):
    """A closed appeal whose one reporter is called `name`."""
    reporter = services.ReporterFacts(rules.ReporterKind.RESIDENT, name, build.PHONE, wants_reply=True, **more)
    return build.a_closed_appeal(title, reporter=reporter)


# --- legs -----------------------------------------------------------------------------------------------------------


def test_a_leg_says_to_whom_by_when_and_how_it_was_signed(site):
    build.a_signed_appeal("按时签的")
    build.a_dispatched_appeal("没签的", at=build.later(days=-3))
    site.sign_in("community_admin")
    answer = site.get("/grid/legs")
    assert answer.words("h1") == ["流转环节台账"]
    assert shown(answer, 2) == ["按时签的", "没签的"]
    assert shown(answer, 3) == ["御景物业公司"] * 2
    assert shown(answer, 9) == ["按时签收", "超时未签收"]
    assert answer.words("tr.late th") == ["没签的"]
    assert [a["href"] for a in answer.soup.select("#rows th a[href^='/grid/appeals/']")] == [
        "/grid/appeals/1", "/grid/appeals/2"
    ]  # fmt: skip


def test_a_limit_of_days_ends_at_24_of_its_last_day(site):
    build.a_signed_appeal(level=rules.Level.COMPLEX)
    site.sign_in("community_admin")
    assert shown(site.get("/grid/legs?col=no&col=sign_due_at&col=due_at"), 2) == ["2026-11-23 24:00"]
    assert shown(site.get("/grid/legs?col=no&col=sign_due_at&col=due_at"), 3) == ["2026-11-27 24:00"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=按时", ["按时签的"]),
        ("q=SL-1120-001", ["按时签的"]),
        ("q=御景物业", ["按时签的", "没签的"]),
        ("signing=in_time", ["按时签的"]),
        ("signing=unsigned", ["没签的"]),
        ("signing=open", []),
        ("signing=late", []),
        ("signing=ended", []),
        ("role=lead", ["按时签的", "没签的"]),
        ("role=assist", []),
        ("kind=whistle", []),
        ("sign_due_to=2026-11-18", ["没签的"]),
        ("sign_due_from=2026-11-19", ["按时签的"]),
        ("sort=issued_at&desc=0", ["没签的", "按时签的"]),
        ("sort=sign_due_at&desc=0", ["没签的", "按时签的"]),
        ("size=20&page=2", []),
    ],
)
def test_the_list_of_legs_is_searched_filtered_sorted_and_paged(site, query, found):
    build.a_signed_appeal("按时签的")
    build.a_dispatched_appeal("没签的", at=build.later(days=-3))
    site.sign_in("community_admin")
    assert shown(site.get(f"/grid/legs?{query}"), 2) == found


@pytest.mark.parametrize("htmx", [True, False])
def test_a_fragment_is_the_rows_and_what_hangs_on_the_filters(site, htmx):
    build.a_signed_appeal()
    site.sign_in("community_admin")
    answer = site.get("/grid/legs?role=lead", htmx=htmx)
    assert answer.is_page is not htmx
    assert answer.soup.select_one("#rows table")
    assert answer.soup.select_one("#export")["action"] == "/grid/legs/export?role=lead"


@pytest.mark.parametrize(
    "address",
    [
        "/grid/legs?sort=to_name", "/grid/legs?role=boss", "/grid/legs?page=0", "/grid/legs?figure=grid.solved",
        "/grid/legs?figure=grid.response&part=x", "/grid/legs?figure=grid.response&period=never",
        "/grid/answers?figure=grid.response", "/grid/answers?asked_from=yesterday", "/grid/answers?area=999999",
    ],
)  # fmt: skip
def test_what_is_not_declared_is_a_400(site, address):
    site.sign_in("district_org")
    assert site.get(address).status_code == 400


def test_a_leg_is_seen_by_those_who_see_its_appeal(site):
    build.a_signed_appeal()
    seen = {}
    for username in COMMUNITY:
        site.sign_in(username)
        seen[username] = len(shown(site.get("/grid/legs")))
    assert seen == dict.fromkeys(COMMUNITY, 1) | {"community_admin_2": 0, "department": 0}
    site.sign_in("system_admin")
    assert site.get("/grid/legs").status_code == 403
    assert site.get("/grid/answers").status_code == 403


# --- answers --------------------------------------------------------------------------------------------------------


def test_an_answer_stands_with_its_masked_reporter(site):
    closed()
    site.sign_in("community_admin")
    answer = site.get("/grid/answers")
    assert answer.words("h1") == ["回访评价台账"]
    assert shown(answer, 4) == ["演**"]
    assert shown(answer, 5) == ["满意"]
    assert shown(answer, 6) == ["已解决"]
    assert shown(answer, 8) == ["2026-11-20"]
    assert "张三" not in answer.text
    assert build.PHONE not in answer.text


def test_a_reporter_who_asked_for_it_is_hidden_from_the_body_that_handled(site):
    closed(hide_from_handler=True)
    names = {}
    for username in ("community_admin", "property_liaison"):
        site.sign_in(username)
        names[username] = shown(site.get("/grid/answers"), 4)
    assert names == {"community_admin": ["演**"], "property_liaison": ["要求保密"]}


def test_why_somebody_is_not_content_stands_beside_it(site):
    appeal = build.an_answered_appeal("没修好的")
    by, [reporter] = build.actor("community_admin"), build.reporters(appeal)

    def heard():
        services.check_result(appeal, way=rules.CheckWay.PHONE, passed=True, note="问过", by=by, at=clock.now())
        services.contact_reporter(
            appeal, reporter, reached=True, says_solved=True, satisfaction=rules.Satisfaction.UNSATISFIED,
            reasons=["slow", "attitude"], by=by, at=clock.now(),
        )  # fmt: skip
        services.close_appeal(appeal, by=by, at=clock.now())

    build.saved(heard)
    closed("修好的")
    site.sign_in("community_admin")
    answer = site.get("/grid/answers?satisfaction=unsatisfied")
    assert shown(answer, 2) == ["没修好的"]
    assert shown(answer, 7) == ["太慢、态度"]
    assert shown(site.get("/grid/answers?q=修好的"), 2) == ["修好的", "没修好的"]
    assert shown(site.get("/grid/answers?asked_from=2026-11-21")) == []


# --- both -----------------------------------------------------------------------------------------------------------


def test_each_figure_of_legs_and_answers_opens_a_list_of_its_length(app, site):
    fill.fill(120, now=clock.now(), days=60, communities=[build.A, build.B])
    year = period_of("2026", clock.today())
    for username in ("district_org", "community_staff", "property_liaison"):
        site.sign_in(username)
        for value in values(figures(build.viewer(username), None, year, clock.now())):
            if FIGURES[value.figure.key].register is Register.APPEALS:
                continue
            for address, count in ((value.figure.address, value.count), (value.figure.of_address, value.of)):
                answer = site.get(f"{address}&size=20")
                assert answer.status_code == 200
                assert f"共 {count} 条" in answer.text or count == 0
                assert value.figure.label in answer.text


@pytest.mark.parametrize("address", ["/grid/legs", "/grid/answers"])
def test_the_list_costs_the_same_for_one_and_for_many(site, counting, address):
    site.sign_in("community_admin")
    closed("第一件")
    with counting() as one:
        site.get(address)
    for number in range(4):
        closed(f"又一件{number}")
    with counting() as many:
        assert len(shown(site.get(address))) == 5
    sent = [s for s in many if s.startswith(("SELECT", "WITH"))]
    assert len(sent) == len([s for s in one if s.startswith(("SELECT", "WITH"))]) <= 5


@pytest.mark.parametrize(
    ("address", "title", "action", "words"),
    [
        ("/grid/legs", "流转环节台账", "grid.legs.exported", ["编号", "诉求", "承办", "签收情况"]),
        ("/grid/answers", "回访评价台账", "grid.answers.exported", ["编号", "诉求", "社区", "诉求人", "评价"]),
    ],
)
def test_the_same_rows_go_out_as_a_workbook_and_the_trail_keeps_it(site, address, title, action, words):
    closed("=1+1 的门坏了")
    site.sign_in("community_admin")
    answer = site.post(f"{address}/export?q=门坏")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0][0] == title
    head = next(row for row in rows if row[0] == "编号")
    assert set(words) <= set(head)
    row = rows[rows.index(head) + 1]
    assert row[head.index("诉求")] == "=1+1 的门坏了"
    assert "条件：" in rows[2][0]
    text = str(rows)
    assert "张三" not in text
    assert build.PHONE not in text
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.changes["rows"]) == (action, 1)
    assert audit.SENTENCES[action].startswith("导出了")


def test_an_empty_list_says_why_and_what_to_do(site):
    site.sign_in("community_admin")
    assert site.get("/grid/legs").words(".empty h2") == ["这里没有流转环节"]
    assert site.get("/grid/answers?satisfaction=basic").words(".empty h2") == ["没有符合这些条件的回访评价"]
    assert site.get("/grid/answers?page=2").words(".empty h2") == ["这一页没有记录"]

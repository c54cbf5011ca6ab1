"""Every deed over HTTP: plain and by htmx, once however often it is sent, refused in words, recorded."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import Action
from shuangluan.grid.views import addresses
from shuangluan.grid.views.acts import ACTS
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.grid.deeds import SCENES, address, assist_signed, done, paused
from tests.site import Site, fields_of

FORM = "#dialog-body"
A = Action


def the_scene(site: Site, action: Action) -> tuple[Appeal, dict[str, Any]]:
    """The appeal of a deed's scene, its doer signed in, and what he types."""
    scene = SCENES[action]
    appeal = scene.build()
    typed = scene.typed(appeal)
    site.sign_in(scene.by)
    return appeal, typed


def entries(action: Action, appeal: Appeal) -> int:
    """How often the deed stands in the trail of its appeal."""
    found = select(func.count()).where(
        AuditEntry.action == rules.AUDIT[action], AuditEntry.record_id == appeal.id
    )
    count: int = db.session.scalar(found)
    return count


def test_every_deed_is_declared_and_has_its_scene():
    assert set(ACTS) == set(Action)
    assert set(SCENES) == set(Action)
    assert set(addresses.PERMISSIONS) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_a_deed_is_asked_for_done_and_recorded_without_scripts(site, action: Action):
    appeal, typed = the_scene(site, action)
    before, state = entries(action, appeal), appeal.state
    asked = site.get(address(action, appeal))
    assert asked.status_code == 200, asked.words(".note")
    assert asked.words("h1") == [f"{ACTS[action].title}：{appeal.title}"]
    answer = site.submit(asked, FORM, **typed)
    assert answer.status_code == 303, answer.words(".esum, .err, .note")
    leads = {A.CONFIRM_RETURN: A.DISPATCH, A.REOPEN: A.DISPATCH}
    home = f"/grid/appeals/{appeal.id}"
    assert answer.location == (address(leads[action], appeal) if action in leads else home)
    assert appeal.state == (SCENES[action].state or state)
    assert entries(action, appeal) > before
    assert site.get(answer.location).words("#toasts .toast > span")[0].startswith(ACTS[action].said[:4])


@pytest.mark.parametrize("action", Action)
def test_a_deed_of_a_drawer_leads_back_to_the_page_it_was_opened_on(site, action: Action):
    appeal, typed = the_scene(site, action)
    asked = site.get(address(action, appeal), htmx=True)
    assert asked.status_code == 200
    assert not asked.is_page
    assert len(asked.soup.select(FORM)) == 1
    data = {**fields(asked), **typed}
    home = f"/grid/appeals/{appeal.id}"
    here = {"HX-Current-URL": f"http://localhost{home}?told=1"}
    answer = site.post(address(action, appeal), data, htmx=True, headers=here)
    assert answer.status_code == 204, answer.words(".esum, .err, .note")
    if action not in (A.CONFIRM_RETURN, A.REOPEN):
        assert answer.headers["HX-Redirect"] == f"{home}?told=1"


def test_a_deed_of_a_drawer_over_the_register_closes_it_and_renews_the_row(site):
    appeal, typed = the_scene(site, A.DISPATCH)
    data = {**fields(site.get(address(A.DISPATCH, appeal), htmx=True)), **typed}
    here = {"HX-Current-URL": "http://localhost/grid/appeals?view=open"}
    answer = site.post(address(A.DISPATCH, appeal), data, htmx=True, headers=here)
    assert answer.status_code == 200
    assert "close-dialog" in json.loads(answer.headers["HX-Trigger"])
    assert answer.headers["HX-Retarget"] == f"#appeal-{appeal.id}"
    assert answer.words("tr.flash .st") == ["已派发"]
    assert answer.words(".toast > span") == ["已派发，等承办单位签收"]


def test_one_click_in_a_row_is_answered_with_the_fresh_row(site):
    appeal, _ = the_scene(site, A.SIGN)
    data = {"row_version": str(appeal.row_version)}
    answer = site.post(address(A.SIGN, appeal), data, htmx=True, headers={"HX-Target": f"appeal-{appeal.id}"})
    assert answer.status_code == 200
    assert len(answer.soup.select(f"tr#appeal-{appeal.id}")) == 1
    assert appeal.state == "processing"


def test_elsewhere_an_address_of_another_site_leads_to_the_appeal(site):
    appeal, _ = the_scene(site, A.SIGN)
    data = {"row_version": str(appeal.row_version)}
    foreign = {"HX-Current-URL": "http://elsewhere.example/grid/appeals"}
    answer = site.post(address(A.SIGN, appeal), data, htmx=True, headers=foreign)
    assert answer.headers["HX-Redirect"] == f"/grid/appeals/{appeal.id}"


def fields(answer: Any) -> dict[str, Any]:
    """What the dialog's form would send as it stands."""
    return fields_of(answer.soup.select_one(FORM))


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("action", [action for action, scene in SCENES.items() if scene.needed])
def test_what_must_be_filled_in_is_asked_for_beside_its_field(site, action: Action, htmx: bool):
    appeal, typed = the_scene(site, action)
    state = appeal.state
    asked = site.get(address(action, appeal), htmx=htmx)
    blank = {**fields(asked), **typed, **dict.fromkeys(SCENES[action].needed, "  ")}
    blank = {key: value for key, value in blank.items() if key != "told"}
    answer = site.post(address(action, appeal), blank, htmx=htmx)
    assert answer.status_code == 422
    assert answer.is_page is not htmx
    for name, sentence in SCENES[action].needed.items():
        assert answer.words(f"#{name}-error") == [sentence]
        assert any(line.endswith(sentence) for line in answer.words(".esum li"))
    kept = {name: value for name, value in typed.items() if name not in SCENES[action].needed}
    now = fields(answer)
    assert {name: words(now.get(name)) for name in kept} == kept
    assert appeal.state == state
    assert site.submit(answer, FORM, **typed).status_code == 303


def words(value: Any) -> Any:
    """A textarea's text without the line break that browsers drop."""
    return value.strip() if isinstance(value, str) else value


@pytest.mark.parametrize("action", Action)
def test_a_deed_sent_twice_acts_once_and_the_repeat_sees_the_result(site, action: Action):
    appeal, typed = the_scene(site, action)
    data = {**fields(site.get(address(action, appeal))), **typed}
    first = site.post(address(action, appeal), data)
    recorded = entries(action, appeal)
    again = site.post(address(action, appeal), data)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.location == f"/grid/appeals/{appeal.id}"
    assert entries(action, appeal) == recorded
    assert "已经提交过了" in site.get(again.location).words("#toasts")[0]


@pytest.mark.parametrize("action", [action for action, act in ACTS.items() if act.versioned])
def test_a_deed_on_an_appeal_that_changed_meanwhile_shows_both_and_overwrites_nothing(site, action: Action):
    appeal, typed = the_scene(site, action)
    data = {**fields(site.get(address(action, appeal))), **typed}
    somebody_corrects(appeal)
    recorded = entries(action, appeal)
    answer = site.post(address(action, appeal), data)
    assert answer.status_code == 409
    assert entries(action, appeal) == recorded
    words = " ".join(answer.words("#conflict"))
    assert "演示街道经办" in words
    for name, value in typed.items():
        if name in ("text", "note", "tried", "statement", "refusal", "instruction", "channel", "should_be"):
            assert value in words
    assert site.submit(answer, "#conflict form").status_code == 303
    assert entries(action, appeal) > recorded


def somebody_corrects(appeal: Appeal) -> None:
    """A colleague changes something that stands in nobody's way."""
    with (
        audit.transaction(),
        audit.changing("grid.appeal.corrected", appeal, by=build.actor("street_staff"), at=clock.now()),
    ):
        appeal.address_text = "1号楼东侧"


@pytest.mark.parametrize("action", Action)
def test_an_appeal_of_another_community_does_not_exist(site, action: Action):
    elsewhere = build.an_appeal(by="community_admin_2", where=build.place("锦绣苑", "1号楼"))
    for username in {SCENES[action].by, *("community_admin", "grid_worker", "street_staff")}:
        site.sign_in(username)
        for answer in (site.get(address(action, elsewhere)), site.post(address(action, elsewhere))):
            assert answer.status_code in (403, 404)
    assert site.get(address(action, elsewhere).replace(f"/{elsewhere.id}/", "/999999/")).status_code in (403, 404)


def withdrawn() -> Appeal:
    """Ended after the company and a department had taken part in it."""
    return done(services.withdraw_appeal, assist_signed(), "community_admin", statement="自己修好了")


@pytest.mark.parametrize("action", [one for one in Action if one is not A.COMMENT])
def test_in_the_wrong_state_the_page_says_why_and_what_is_possible_instead(site, action: Action):
    appeal = withdrawn()
    site.sign_in(SCENES[action].by)
    asked = site.get(address(action, appeal))
    assert asked.status_code == 422
    assert asked.soup.select("form#dialog-body, #dialog-body form") == []
    said = asked.words("#dialog-body .note")[0]
    assert said.startswith("“已撤回”的诉求不能")
    assert "备注" in asked.words("#dialog-body .picks")[0]
    typed = {"note": "我写了很久的话", "text": "我写了很久的话", "reason": "我写了很久的话"}
    sent = site.post(address(action, appeal), {**typed, "row_version": str(appeal.row_version)})
    assert sent.status_code == 422
    assert sent.words("#dialog-body .note")[0] == said


def test_what_was_typed_for_a_deed_that_is_no_longer_possible_is_still_there_to_copy(site):
    appeal = build.a_closed_appeal()
    site.sign_in("community_admin")
    data = {"reason": "out_of_district", "channel": "写了很久的一段话", "row_version": str(appeal.row_version)}
    answer = site.post(address(A.REJECT, appeal), data)
    assert answer.status_code == 422
    assert answer.words("#dialog-body h3") == ["你填的没有存"]
    assert "写了很久的一段话" in answer.words("#dialog-body .box dd")


def test_a_person_without_part_in_it_is_told_whose_it_is(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("street_staff")
    asked = site.get(address(A.SIGN, appeal))
    assert asked.status_code == 422
    assert asked.words("#dialog-body .note") == ["只有主办或协办单位可以签收"]


def test_the_safe_button_of_a_step_that_cannot_be_undone_has_the_focus(site):
    site.sign_in("community_admin")
    for action in (A.REJECT, A.VOID, A.WITHDRAW):
        asked = site.get(address(action, build.an_appeal()))
        assert [found.name for found in asked.soup.select(".asking [autofocus]")] == ["a"]
        assert asked.words(".asking .btn.warn") == [ACTS[action].submit]


def test_a_form_without_its_token_or_version_does_nothing(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    typed = {"reason": "录错了"}
    whole = {**typed, "row_version": str(appeal.row_version)}
    for data in (typed, {**typed, "row_version": "x"}, {**whole, "form_token": ""}):
        answer = site.post(address(A.VOID, appeal), data)
        assert answer.status_code in (409, 422)
    assert appeal.state == "registered"


def test_the_dialog_costs_the_same_for_one_reporter_and_for_many(site, counting):
    appeal = paused()
    site.sign_in("community_admin")
    with counting() as one:
        site.get(address(A.RESUME, appeal))
    for n in range(4):
        done(
            services.add_reporter, appeal, "community_admin",
            services.ReporterFacts(rules.ReporterKind.RESIDENT, "演示", f"1380000000{n}"),
        )  # fmt: skip
    with counting() as many:
        site.get(address(A.RESUME, appeal))
    assert len(many) == len(one)

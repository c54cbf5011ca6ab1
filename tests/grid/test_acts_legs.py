"""派发、指定、退回、协办、吹哨、反馈 over HTTP: to whom, with what evidence, and what is refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, services
from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.rules import Action, LegKind
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.models import Attachment, OrganisationKind
from tests import build
from tests.grid.deeds import SCENES, address, assisted, done, person_key, returned_twice
from tests.site import fields_of

A = Action
FORM = "#dialog-body"


def legs(appeal: Appeal) -> list[AppealLeg]:
    """All legs, the first first."""
    return list(db.session.scalars(select(AppealLeg).where(AppealLeg.appeal_id == appeal.id).order_by(AppealLeg.id)))


def options(answer: Any, name: str) -> dict[str, str]:
    """Value → label of what can be picked in a list."""
    found = answer.soup.select(f"select[name={name}] option:not([disabled])")
    return {option["value"]: option.text for option in found if option["value"]}


def picked(answer: Any, name: str) -> str:
    """What is preselected."""
    return answer.soup.select_one(f"select[name={name}] option[selected]").text


def test_gr_51_an_assigned_leg_cannot_be_returned_not_even_by_a_hand_made_request(site):
    appeal = done(services.assign_appeal, returned_twice(), "street_staff", build.company())
    site.sign_in("property_liaison")
    assert address(A.ASK_RETURN, appeal) not in site.get(f"/grid/appeals/{appeal.id}").text
    asked = site.get(address(A.ASK_RETURN, appeal))
    assert (asked.status_code, asked.words("#dialog-body .note")) == (422, ["这一环节由街道指定办理，不得退回"])
    typed = {"reason": "不归我管", "should_be": "区住建局", "row_version": str(appeal.row_version)}
    sent = site.post(address(A.ASK_RETURN, appeal), typed)
    assert (sent.status_code, sent.words("#dialog-body .note")) == (422, ["这一环节由街道指定办理，不得退回"])
    assert legs(appeal)[-1].return_asked_at is None


def test_gr_51_after_two_returns_a_dispatch_is_refused_and_the_street_assigns_whom_the_return_named(site):
    appeal = returned_twice()
    site.sign_in("community_admin")
    asked = site.get(address(A.DISPATCH, appeal))
    assert (asked.status_code, asked.words("#dialog-body .note")) == (422, ["已退回 2 次，只能由街道指定办理"])
    site.sign_in("street_staff")
    asked = site.get(address(A.ASSIGN, appeal))
    assert picked(asked, "body") == "区住建局"
    assert len([words for words in asked.words(".box dt") if words.endswith("次退回")]) == 2
    assert site.submit(asked, FORM).status_code == 303
    assert (legs(appeal)[-1].kind, legs(appeal)[-1].returnable) == (LegKind.ASSIGN, False)


def test_gr_52_a_community_is_no_lead_for_what_is_not_its_duty(site):
    appeal = build.an_accepted_appeal(category="illegal_building")
    site.sign_in("community_admin")
    asked = site.get(address(A.DISPATCH, appeal))
    barred = asked.soup.select_one(f"option[value=area-{build.A}]")
    assert (barred.has_attr("disabled"), barred.text) == (True, "万和城社区（不属于社区职责）")
    assert asked.soup.select("[name=override_reason]") == []
    sent = site.submit(asked, FORM, body=f"area-{build.A}")
    assert sent.status_code == 422
    assert sent.words("#body-error") == ["这一类不属于社区职责，不能由社区主办，请派给有职责的单位"]
    assert legs(appeal) == []


def test_gr_52_the_street_overrides_with_a_reason_that_stays_visible(site):
    appeal = build.an_accepted_appeal(category="illegal_building")
    site.sign_in("street_staff")
    asked = site.get(address(A.DISPATCH, appeal))
    blank = site.submit(asked, FORM, body=f"area-{build.A}")
    assert (blank.status_code, blank.words("#override_reason-error")) == (
        422,
        ["这一类不属于社区职责，街道要写明由社区主办的理由"],
    )
    assert site.submit(blank, FORM, override_reason="社区熟悉住户，先劝说").status_code == 303
    assert legs(appeal)[0].override_reason == "社区熟悉住户，先劝说"
    assert "社区熟悉住户，先劝说" in site.get(f"/grid/appeals/{appeal.id}").text


@pytest.mark.parametrize("action", [A.ASSIGN, A.DELEGATE])
def test_gr_21_holds_however_a_community_comes_to_the_lead(site, action: Action):
    appeal = returned_twice() if action is A.ASSIGN else build.an_accepted_appeal()
    if action is A.DELEGATE:
        done(services.escalate_appeal, appeal, "community_admin", tried="找过物业")
    site.sign_in("street_staff")
    asked = site.get(address(action, appeal))
    typed = {"body": f"area-{build.A}"} if action is A.ASSIGN else {}
    sent = site.submit(asked, FORM, **typed)
    assert sent.words("#override_reason-error") == ["这一类不属于社区职责，街道要写明由社区主办的理由"]
    assert site.submit(sent, FORM, override_reason="社区熟悉住户").status_code == 303
    assert (legs(appeal)[-1].to_area, legs(appeal)[-1].override_reason) == (build.A, "社区熟悉住户")


@pytest.mark.parametrize("action", [A.DISPATCH, A.ASSIGN, A.DELEGATE, A.WHISTLE, A.ASSIST])
def test_b04_a_body_that_is_not_offered_is_refused_whoever_it_is(site, action: Action):
    scene = SCENES[action]
    appeal = scene.build()
    typed = scene.typed(appeal)
    foreign = [
        person_key("grid_leader_2"), person_key("street_staff"), f"area-{build.B}", f"area-{build.STREET_B}",
        f"organisation-{build.organisation('区财政局').id}", "organisation-999999", "person-²", "x" * 5000, "area-",
    ]  # fmt: skip
    site.sign_in(scene.by)
    asked = site.get(address(action, appeal))
    before = len(legs(appeal))
    for key in foreign:
        sent = site.post(address(action, appeal), {**fields_of(asked.soup.select_one(FORM)), **typed, "body": key})
        assert (sent.status_code, sent.words("#body-error")) == (422, ["没有这个承办单位，从列表里重新选"])
    assert len(legs(appeal)) == before


def test_only_departments_are_whistled_for(site):
    appeal = build.an_accepted_appeal()
    site.sign_in("street_leader")
    asked = site.get(address(A.WHISTLE, appeal))
    assert set(options(asked, "body").values()) == {"区住建局", "区城管局"}
    assert asked.words(".pick")[-2:] == ["工作推进哨（3 个工作日内反馈）", "攻坚克难哨（5 个工作日内反馈）"]
    sent = site.submit(asked, FORM, body=build.company().key, text="来看看")
    assert sent.words("#body-error") == ["没有这个承办单位，从列表里重新选"]


def test_the_usual_handler_is_preselected_and_the_present_one_left_out(site):
    appeal = build.an_accepted_appeal()
    site.sign_in("community_admin")
    assert picked(site.get(address(A.DISPATCH, appeal)), "body") == "御景物业公司"
    done(services.dispatch_appeal, appeal, "community_admin", build.company())
    assert "御景物业公司" not in options(site.get(address(A.ASSIST, appeal)), "body").values()
    done(services.ask_assistance, appeal, "community_admin", build.department(), instruction="来看看")
    assert "区住建局" not in options(site.get(address(A.ASSIST, appeal)), "body").values()


def test_one_signs_for_the_assistance_of_ones_own_office_not_of_one_below(site):
    appeal = build.a_dispatched_appeal()
    for area in (build.A, build.STREET_A):
        done(services.ask_assistance, appeal, "community_admin", services.office(area), instruction="来看看")
    site.sign_in("street_staff")
    assert site.submit(site.get(address(A.SIGN, appeal)), FORM).status_code == 303
    signed = {leg.to_area: leg.signed_at is not None for leg in legs(appeal)[1:]}
    assert signed == {build.A: False, build.STREET_A: True}


def test_a_district_with_many_departments_is_searched_by_words_and_initials(site):
    with audit.transaction():
        for n in range(60):
            places.add_organisation(
                kind=OrganisationKind.DEPARTMENT, name=f"区第{n}局", by=build.TOWN, at=clock.now(),
                valid_from=build.FIRST,
            )  # fmt: skip
    appeal = build.an_accepted_appeal()
    site.sign_in("community_admin")
    asked = site.get(address(A.DISPATCH, appeal))
    field = asked.soup.select_one("#body")
    assert field["data-typeahead"] == address(A.DISPATCH, appeal)
    assert field["data-text"] == "御景物业公司"
    assert "区第59局" in options(asked, "body").values()  # without scripts it is a list
    for typed, found in (("第59", ["区第59局 区直部门"]), ("qzjj", ["区住建局 区直部门"]), ("没有", [])):
        answer = site.get(f"{address(A.DISPATCH, appeal)}?q={typed}", htmx=True)
        assert answer.words("[role=option]:not([aria-disabled])") == found
    assert len(site.get(f"{address(A.DISPATCH, appeal)}?q=局", htmx=True).soup.select("[data-value]")) == 20


def picture() -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def a_picture(name: str = "门.png") -> tuple[BytesIO, str]:
    """It as an upload; the client closes what it sent."""
    return BytesIO(picture()), name


def files_on(site: Any) -> list[Path]:
    """What lies in the data folder."""
    return [path for path in (site.app.config["DATA_DIR"] / "files").rglob("*") if path.is_file()]


def test_gr_11_what_is_called_solved_shows_it_by_a_photo_a_paper_or_a_signature(site):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    asked = site.get(address(A.RESPOND, appeal))
    bare = site.submit(asked, FORM, outcome="solved", text="换了闭门器")
    assert (bare.status_code, bare.words("#photos-error")) == (422, ["请附照片、材料或签字"])
    assert site.submit(bare, FORM, photos=[a_picture(), a_picture("门 2.png")]).status_code == 303
    kept = db.session.scalars(select(Attachment)).all()
    assert [(one.purpose, one.matter_id, one.name) for one in kept] == [
        ("evidence", appeal.matter_id, "门.png"),
        ("evidence", appeal.matter_id, "门 2.png"),
    ]
    assert len(files_on(site)) == 2


def test_a_signature_on_paper_is_named_in_the_result(site):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    asked = site.get(address(A.RESPOND, appeal))
    long = site.submit(asked, FORM, outcome="solved", text="好" * 490, signed="y")
    assert long.words("#text-error") == ["连同签字说明不超过 500 字，现在是 503 字"]
    assert site.submit(long, FORM, text="换了闭门器").status_code == 303
    assert appeal.outcome_text == "换了闭门器（诉求人已在纸质单上签字）"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([(b"MZ\x90", "门.exe")], "“门.exe”不能上传：只收 jpg、png、pdf、docx、xlsx"),
        ([(b"no picture", "门.png")], "“门.png”打不开，不是完整的照片，请重新拍或另存后再传"),
        ([(picture(), f"{n}.png") for n in range(7)], "最多 6 个，现在有 7 个，去掉几个再提交"),
    ],
)
def test_a_refused_file_leaves_the_words_in_the_form_and_nothing_on_disk(site, files: Any, sentence: str):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    sending = [(BytesIO(content), name) for content, name in files]
    sent = site.submit(site.get(address(A.RESPOND, appeal)), FORM, outcome="solved", text="写了很久", photos=sending)
    assert (sent.status_code, sent.words("#photos-error")) == (422, [sentence])
    assert sent.soup.select_one("[name=text]").text.strip() == "写了很久"
    assert "要重新选一次" in sent.words("#photos-hint")[0]
    assert files_on(site) == []


def test_files_of_a_deed_that_a_rule_refuses_are_taken_away_again(site):
    appeal = done(
        services.ask_assistance, build.a_signed_appeal(), "community_admin", build.department(), instruction="来看看"
    )
    site.sign_in("property_liaison")
    appeal_form = {"outcome": "solved", "text": "换好了", "row_version": str(appeal.row_version)}
    sent = site.post(address(A.RESPOND, appeal), {**appeal_form, "photos": [a_picture()]})
    assert sent.status_code == 422
    assert "协办" in sent.words("#dialog-body .note")[0]
    waived = done(services.waive_assistance, appeal, "community_admin", reason="不用了")
    late = {**appeal_form, "outcome": "shelved", "review_on": "2027-05-01", "row_version": str(waived.row_version)}
    sent = site.post(address(A.RESPOND, waived), {**late, "photos": [a_picture()]})
    assert (sent.status_code, sent.words("#review_on-error")) == (
        422,
        ["复核日期要在 2026-11-20 之后、2027-02-20 以前"],
    )
    assert files_on(site) == []
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_day_that_is_none_is_refused_in_words(site):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    for typed in ("2027-02-30", "昨天", "2027/01/02", "99999-01-01", "1026-11-30"):
        sent = site.submit(
            site.get(address(A.RESPOND, appeal)), FORM, outcome="shelved", text="等改造", review_on=typed
        )
        assert (sent.status_code, sent.words("#review_on-error")) == (422, ["日期写成 2026-11-30 的样子"])


def test_why_a_return_was_refused_stands_in_the_history(site):
    appeal = SCENES[A.REFUSE_RETURN].build()
    site.sign_in("community_admin")
    asked = site.get(address(A.REFUSE_RETURN, appeal))
    assert asked.words(".box dd")[1:] == ["不归物业管", "区住建局"]
    site.submit(asked, FORM, refusal="合同第三条写明归物业")
    assert "合同第三条写明归物业" in site.get(f"/grid/appeals/{appeal.id}").text
    assert queries.file_of(appeal).lead.return_asked_at is None


def test_waiving_names_whose_assistance_is_let_off(site):
    site.sign_in("community_admin")
    asked = site.get(address(A.WAIVE_ASSIST, assisted()))
    assert dict(zip(asked.words(".box dt"), asked.words(".box dd"), strict=True)) == {"未完成的协办": "区住建局"}

"""核查回访, outcomes and what may be told (GR-13, GR-20 to GR-22, GR-30, GR-32, GR-55 to GR-57, GR-64, GR-71)."""

import pytest

from shuangluan.grid.rules import (
    Answer,
    AppealState,
    Contacted,
    Outcome,
    Progress,
    Reporter,
    ReporterKind,
    Satisfaction,
    Who,
    answer_of,
    check_answer,
    check_can_reveal,
    check_contact,
    check_lead,
    check_rejection,
    check_return,
    check_rework,
    check_tried,
    heard,
    progress_sentence,
    proposes_rework,
)
from shuangluan.kernel.errors import RuleBroken
from tests.grid.shipped import at, calendar, catalogue, on, terms

RESIDENT = Reporter(1, ReporterKind.RESIDENT)


def said(
    day: str, satisfaction: Satisfaction | None = None, *, solved: bool | None = None, reasons: tuple[str, ...] = ()
):
    return Contacted(1, on(day), satisfaction is not None, satisfaction, solved, reasons)


def heard_from(*contacts: Contacted, reporters: list[Reporter] | None = None):
    return heard(reporters or [RESIDENT], contacts, calendar(), catalogue(), terms())


def test_gr_32_two_vain_attempts_on_two_working_days_make_an_unrated_one():
    assert answer_of(RESIDENT, [said("09-07")], calendar(), terms()) is None
    assert answer_of(RESIDENT, [said("09-07"), said("09-08")], calendar(), terms()) is Satisfaction.UNRATED


def test_gr_32_attempts_on_one_day_count_once_and_on_a_rest_day_not_at_all():
    assert answer_of(RESIDENT, [said("09-07"), said("09-07")], calendar(), terms()) is None
    assert answer_of(RESIDENT, [said("09-07"), said("09-12")], calendar(), terms()) is None
    assert answer_of(RESIDENT, [said("09-07"), said("09-20")], calendar(), terms()) is Satisfaction.UNRATED  # works


def test_the_last_answer_counts_and_an_answer_stands_over_vain_attempts():
    first, then = said("09-07", Satisfaction.UNSATISFIED, solved=False), said("09-09", Satisfaction.BASIC, solved=True)
    assert answer_of(RESIDENT, [first, said("09-08"), then], calendar(), terms()) is Satisfaction.BASIC


def test_gr_56_the_unrated_are_asked_but_not_answered():
    found = heard_from(said("09-07"), said("09-08"))
    assert (found.asked, found.answered, found.positive, found.to_contact) == (1, 0, 0, 0)


def test_a_reporter_who_says_unsolved_stands_in_the_way_until_he_says_otherwise():
    no, yes = said("09-07", Satisfaction.UNSATISFIED, solved=False), said("09-08", Satisfaction.SATISFIED, solved=True)
    assert heard_from(no).unsolved == 1
    assert heard_from(no, yes).unsolved == 0
    assert heard_from(said("09-07", Satisfaction.BASIC, solved=True, reasons=("not_solved",))).unsolved == 1


@pytest.mark.parametrize(
    "reporter",
    [
        Reporter(1, ReporterKind.GRID_WORKER),
        Reporter(1, ReporterKind.ANONYMOUS, has_phone=False),
        Reporter(1, ReporterKind.RESIDENT, handled=True),
    ],
)
def test_gr_57_who_found_it_on_duty_cannot_be_called_or_handled_it_is_not_asked(reporter: Reporter):
    found = heard_from(reporters=[reporter])
    assert (found.asked, found.to_contact) == (0, 0)


def test_gr_57_no_rating_from_him_who_handled_it():
    handled = Reporter(1, ReporterKind.RESIDENT, handled=True)
    with pytest.raises(RuleBroken, match="不作评价"):
        check_contact(said("09-07", Satisfaction.SATISFIED, solved=True), handled, catalogue())


@pytest.mark.parametrize(
    ("contact", "reason", "field"),
    [
        (Contacted(1, on("09-07"), False, Satisfaction.SATISFIED), "没有联系上", "satisfaction"),
        (Contacted(1, on("09-07"), True), "请选择满意", "satisfaction"),
        (Contacted(1, on("09-07"), True, Satisfaction.UNRATED, True), "请选择满意", "satisfaction"),
        (Contacted(1, on("09-07"), True, Satisfaction.SATISFIED), "是否已解决", "says_solved"),
        (Contacted(1, on("09-07"), True, Satisfaction.UNSATISFIED, False), "请选择原因", "reasons"),
        (Contacted(1, on("09-07"), True, Satisfaction.UNSATISFIED, False, ("nonsense",)), "请从列表里选", "reasons"),
    ],
)
def test_an_incomplete_contact_is_refused_beside_its_field(contact: Contacted, reason: str, field: str):
    with pytest.raises(RuleBroken, match=reason) as broken:
        check_contact(contact, RESIDENT, catalogue())
    assert broken.value.field == field


@pytest.mark.parametrize(
    ("contact", "proposed"),
    [
        (said("09-07", Satisfaction.UNSATISFIED, solved=False, reasons=("slow",)), True),
        (said("09-07", Satisfaction.UNSATISFIED, solved=True, reasons=("poor_quality",)), True),
        (said("09-07", Satisfaction.UNSATISFIED, solved=True, reasons=("attitude", "slow")), False),
        (said("09-07"), False),
    ],
)
def test_gr_32_reasons_marked_rework_propose_it_the_others_are_recorded(contact: Contacted, proposed: bool):
    assert proposes_rework(contact, catalogue()) is proposed


def answer(outcome: Outcome, *, text: str = "已修好", evidence: int = 1, review: str | None = None) -> Answer:
    return Answer(outcome, text, evidence, on(review) if review else None)


@pytest.mark.parametrize(
    ("given", "stage_open", "field"),
    [
        (answer(Outcome.SOLVED, text=" "), False, "outcome_text"),
        (answer(Outcome.SOLVED, evidence=0), False, "photos"),
        (answer(Outcome.SOLVED), True, "outcome"),
        (answer(Outcome.SHELVED), False, "review_on"),
        (answer(Outcome.SHELVED, review="12-08"), False, None),
        (answer(Outcome.SHELVED, review="12-09"), False, "review_on"),
        (answer(Outcome.PARTLY, evidence=0), True, None),
        (answer(Outcome.EXPLAINED, review="10-01"), False, "review_on"),
    ],
)
def test_gr_30_gr_64_an_answer_has_outcome_words_and_evidence(given: Answer, stage_open: bool, field: str | None):
    if field is None:
        check_answer(given, on("09-08"), stage_open=stage_open, terms=terms())
        return
    with pytest.raises(RuleBroken) as broken:
        check_answer(given, on("09-08"), stage_open=stage_open, terms=terms())
    assert broken.value.field == field


def test_gr_52_a_community_leads_only_its_duties_unless_the_street_overrides_with_a_reason():
    building = catalogue().category("illegal_building")
    assert not building.community_duty
    with pytest.raises(RuleBroken, match="不属于社区职责"):
        check_lead(to_community=True, community_duty=False, by_street=False)
    with pytest.raises(RuleBroken, match="写明由社区主办的理由"):
        check_lead(to_community=True, community_duty=False, by_street=True)
    check_lead(to_community=True, community_duty=False, by_street=True, override="区里专项行动")
    check_lead(to_community=False, community_duty=False, by_street=False)
    check_lead(to_community=True, community_duty=True, by_street=False)


def test_gr_20_a_rejection_names_a_listed_reason_and_the_right_channel():
    check_rejection("legal_process", "向区法院立案庭提出", catalogue())
    for reason, channel, field in (("legal_process", " ", "channel"), ("unknown", "区法院", "reason")):
        with pytest.raises(RuleBroken) as broken:
            check_rejection(reason, channel, catalogue())
        assert broken.value.field == field


def test_gr_22_a_return_says_why_and_who_should():
    check_return("不在本单位职责清单", "区城管局")
    with pytest.raises(RuleBroken, match="依据"):
        check_return("", "区城管局")
    with pytest.raises(RuleBroken, match="哪个单位"):
        check_return("不在职责清单", " ")


def test_escalating_and_reworking_say_why():
    with pytest.raises(RuleBroken, match="已经做了什么"):
        check_tried("\n")
    check_rework(["not_solved"], "", catalogue())
    check_rework([], "缺了一盏灯", catalogue())
    with pytest.raises(RuleBroken, match="哪里没有办好"):
        check_rework(["slow"], "", catalogue())


@pytest.mark.parametrize(
    ("who", "hidden", "may"),
    [
        (Who(community=True), True, True),
        (Who(grid_leader=True), True, True),
        (Who(registered_it=True, grid_worker=True), True, True),
        (Who(department=True, lead_body=True), False, True),
        (Who(department=True, lead_body=True), True, False),
        (Who(department=True), False, False),
        (Who(street=True), False, False),
        (Who(property_company=True, lead_body=True), False, False),
        (Who(property_company=True, community=True), False, False),
        (Who(owners_delegate=True, registered_it=True), False, False),
        (Who(auditor=True), False, False),
    ],
)
def test_gr_13_gr_55_who_may_see_a_phone_in_clear(who: Who, hidden: bool, may: bool):
    if may:
        check_can_reveal(who, hide_from_handler=hidden)
    else:
        with pytest.raises(RuleBroken):
            check_can_reveal(who, hide_from_handler=hidden)


def progress(state: AppealState, **more: object) -> str:
    return progress_sentence(Progress("SL-0907-003", state, on("09-07"), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("state", AppealState)
def test_gr_71_every_state_has_a_plain_sentence_without_a_code(state: AppealState):
    text = progress(state)
    assert text.startswith("你在9月7日反映的诉求（SL-0907-003）")
    assert text.endswith("。")
    assert state.value not in text


def test_gr_71_the_sentence_says_who_until_when_and_what_came_of_it():
    assert "正由御景物业公司办理。应在9月14日以前答复你。" in progress(
        AppealState.PROCESSING, handler="御景物业公司", due_on=on("09-14")
    )
    assert "应在9月7日10:00以前" in progress(AppealState.PROCESSING, due_at=at("09-07 10:00"))
    assert "因“等待联席会议”暂停计时，预计9月16日恢复" in progress(
        AppealState.PROCESSING, paused_for="等待联席会议", planned_to=on("09-16")
    )
    closed = progress(
        AppealState.CLOSED,
        outcome=Outcome.SOLVED,
        outcome_text="坡道已修好。",
        closed_on=on("10-16"),
        reopen_until=on("10-30"),
    )
    assert "已在10月16日办结，结果是“已解决”：坡道已修好。你对结果有意见的，可以在10月30日以前要求重办。" in closed
    assert "请这样办：向区法院提出。" in progress(AppealState.REJECTED, reason="已进入诉讼", channel="向区法院提出。")

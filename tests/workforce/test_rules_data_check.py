"""数据体检 by pure rules: each contradiction is found once, a whole file has none (WF-200, WF-68, WF-151)."""

from dataclasses import replace
from datetime import date

import pytest

from shuangluan.workforce.rules.data_check import (
    GROUP_LABEL,
    LABEL,
    Credential,
    Group,
    Kind,
    Mend,
    Profile,
    Schooling,
    Stretch,
    findings,
    group_of,
)
from shuangluan.workforce.rules.states import VerifyState, WorkerState

V, S = VerifyState, WorkerState
DAY = date(2026, 11, 20)


def day(text):
    return date.fromisoformat(text)


def stretch(start, end=None, *, name="社区专职", state=V.VERIFIED, record_id=1):
    return Stretch(record_id, name, day(start), day(end) if end else None, state)


def schooling(**more):
    whole = Schooling(1, "本科", day("2012-07-01"), True, True, V.VERIFIED)
    return replace(whole, **more)


WHOLE = Profile(
    day=DAY, state=S.ACTIVE, birth=day("1990-05-06"), card_birth=day("1990-05-06"), archive_birth=None, exit_on=None,
    graded_on=day("2024-03-01"), retires_on=day("2043-05-06"), is_elected=False, education=(schooling(),),
    segments=(stretch("2020-03-01"),), posts=(stretch("2020-03-01", name="专职工作者"),),
    contracts=(stretch("2024-01-01", "2026-12-31", name="劳动合同"),), ratings={2024: True, 2025: True},
    positions={"专职工作者"},
)  # fmt: skip


def told(**changes):
    return [(one.kind, one.mend) for one in findings(replace(WHOLE, **changes))]


def test_wf_200_a_whole_file_has_nothing_to_mend():
    assert told() == []
    assert set(LABEL) == set(Kind)
    assert {group_of(kind) for kind in Kind} == set(GROUP_LABEL) == set(Group)


@pytest.mark.parametrize(
    ("changes", "kind", "mend"),
    [
        ({"card_birth": None}, Kind.NO_NUMBER, Mend.FILE),
        ({"education": ()}, Kind.NO_EDUCATION, Mend.EDUCATION),
        ({"segments": ()}, Kind.NO_SERVICE, Mend.SEGMENT),
        ({"posts": ()}, Kind.NO_POST, Mend.APPOINTMENT),
        ({"contracts": ()}, Kind.NO_CONTRACT, Mend.CONTRACT),
        ({"graded_on": None}, Kind.UNGRADED, Mend.FIRST_GRADE),
        ({"ratings": {2024: True}}, Kind.NO_RATING, Mend.RESULT),
        ({"ratings": {2024: True, 2025: False}}, Kind.NO_RATING, Mend.FILE),
        ({"card_birth": day("1990-06-05")}, Kind.BIRTH, Mend.BASICS),
        ({"archive_birth": day("1989-05-06")}, Kind.ARCHIVE_BIRTH, Mend.BASICS),
        ({"retires_on": day("2026-11-19")}, Kind.RETIRED, Mend.EXIT),
        ({"state": S.AWAY}, Kind.ABSENCE, Mend.ABSENCE),
        ({"absences": (stretch("2026-11-01"),)}, Kind.ABSENCE, Mend.STATE),
        ({"education": (schooling(state=V.PENDING),)}, Kind.UNVERIFIED, Mend.VERIFY_EDUCATION),
        ({"education": (schooling(has_diploma=False),)}, Kind.DEGREE, Mend.VERIFY_EDUCATION),
        ({"education": (schooling(diploma_on=day("2003-07-01")),)}, Kind.DIPLOMA, Mend.VERIFY_EDUCATION),
        ({"segments": (stretch("2020-03-01", state=V.DOUBTFUL),)}, Kind.UNVERIFIED, Mend.VERIFY_SEGMENT),
        ({"segments": (stretch("2006-05-05", "2007-01-01"),)}, Kind.SERVICE_TIME, Mend.VERIFY_SEGMENT),
        ({"positions": {"委员"}}, Kind.POSITION, Mend.APPOINTMENT_END),
        ({"ledger_fault": "等级记录与现有事实不一致"}, Kind.LEDGER, Mend.CORRECTION),
        ({"unreplayed": 1}, Kind.REPLAY, Mend.FILE),
    ],
)
def test_wf_200_each_fault_is_found_once_and_says_where_it_is_mended(changes, kind, mend):
    assert told(**changes) == [(kind, mend)]


def test_wf_118_a_post_that_goes_on_in_a_merged_community_needs_no_check_of_its_own():
    asked = {"checks_since": day("2026-01-01"), "entered_on": day("2020-03-01")}
    ended, following = stretch("2020-03-01", "2026-04-30", name="专职工作者"), stretch("2026-05-01", name="专职工作者")
    carried = (replace(ended, end_reason="机构调整"), following)
    assert (Kind.NO_CHECK in [kind for kind, _ in told(posts=(ended, following), **asked)]) is True
    assert (Kind.NO_CHECK in [kind for kind, _ in told(posts=carried, **asked)]) is False


def test_wf_151_a_certificate_without_registration_or_with_a_lapsed_one_is_told_apart():
    def held(*until, state=V.VERIFIED):
        return told(certificates=(Credential(7, "初级", until, state),))

    assert held() == [(Kind.UNREGISTERED, Mend.REGISTRATION)]
    assert held(day("2026-11-19")) == [(Kind.LAPSED, Mend.REGISTRATION)]
    assert held(day("2026-11-20")) == held(day("2023-01-01"), None) == [], "its last day is still valid"


def test_wf_67_overlaps_are_told_of_the_later_record_and_touching_ones_are_none():
    apart = (stretch("2018-01-01", "2019-12-31", record_id=1), stretch("2020-01-01", record_id=2))
    assert told(segments=apart) == []
    within = (stretch("2018-01-01", record_id=1), stretch("2019-01-01", "2019-06-30", record_id=2))
    found = findings(replace(WHOLE, segments=within))
    assert [(one.kind, one.record_id) for one in found] == [(Kind.OVERLAP, 2)]
    assert found[0].words == "经历 2019-01-01 起与 2018-01-01 至 今 重叠"


def test_wf_109_an_elected_member_needs_no_labour_contract():
    assert told(contracts=(), is_elected=True) == []


def test_wf_68_somebody_who_left_needs_neither_post_nor_contract_but_her_service_ends_with_her():
    left = {"state": S.LEFT, "exit_on": day("2025-06-30"), "posts": (), "contracts": (), "ratings": {2024: True}}
    assert told(**left) == [], "the year of the exit needs no result"
    later = (stretch("2020-03-01"), stretch("2025-07-01", "2025-08-01", record_id=2))
    kinds = [kind for kind, _ in told(**left | {"segments": later})]
    assert Kind.SERVICE_TIME in kinds


def test_wf_43_a_refused_paper_overlaps_nothing():
    refused = (stretch("2018-01-01", record_id=1), stretch("2019-01-01", state=V.REFUSED, record_id=2))
    assert told(segments=refused) == []

"""A recruitment of the demonstration that has come to 考察联审: some are out, one waits for replies (WF-41, WF-42)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from shuangluan.demo import words
from shuangluan.demo.district import District
from shuangluan.kernel import clock, pii, places
from shuangluan.workforce import services
from shuangluan.workforce.queries import recruitment
from shuangluan.workforce.rules.states import RecruitStage, RecruitState

BEGAN = 75  # days before the last one
APPLICANTS = 4  # to a post
COUNTRY, FIRST_PHONE, SERIAL = "130899", 8_000, 700  # nobody's district, numbers that no worker has
ASKED = ("纪检监察", "公安", "政法", "信访")
REPLIED = 2  # of those asked; no reply is no consent
MARKS = ((8650, 8400), (8200, 8800), (7900, 5600), (7100, None))  # written and interview, by turn; below 60 is out


def recruiting(district: District, seed: str) -> Iterator[datetime]:
    """From the notice to the letters, post by post."""
    reviewer = district.holder("district_reviewer", places.DISTRICT).actor
    names = words.person_names(Random(f"recruit {seed}"))  # no secret: invented names
    day = district.until - timedelta(days=BEGAN)
    seats = {ground.code: 1 for ground in district.grounds[:3]}

    def who(moment: datetime) -> dict[str, Any]:
        return {"by": reviewer, "at": clock.from_wall(moment)}

    yield (now := _at(day))
    said = services.Notice(
        f"{day.year} 年公开招聘社区工作者", f"双社工招〔{day.year}〕1号", day, date(day.year - 35, 1, 1),
        date(day.year - 18, 12, 31), "大专", 60, 6000,
    )  # fmt: skip
    plan = services.add_recruit_plan(said, seats, **who(now))
    services.move_recruit_plan(plan, RecruitState.ANNOUNCED, **who(now))
    yield (now := _at(day + timedelta(days=10)))
    for place, post in enumerate(recruitment.posts(plan.id)):
        for turn in range(APPLICANTS):
            number = place * APPLICANTS + turn
            application = services.Application(
                next(names), _id_number(day.year - 24 - turn, number), words.phone(FIRST_PHONE + number), "本科"
            )
            services.add_applicant(plan, post, application, **who(now))
    yield (now := _at(day + timedelta(days=30)))
    _examine(plan, who(now), now.date())
    yield (now := _at(day + timedelta(days=60)))
    _ask(plan, who(now), now.date())


def _examine(plan: Any, who: dict[str, Any], on: date) -> None:
    """Everybody's marks, and everybody as far as they lead; the best of each post is examined by a doctor."""
    for number, case in enumerate(recruitment.cases(plan)):
        written, interview = MARKS[number % len(MARKS)]
        services.mark_applicant(case, written_x100=written, interview_x100=interview, **who)
    for case in recruitment.cases(plan):
        applicant = case.applicant
        furthest = RecruitStage.INTERVIEWED if applicant.interview_x100 else RecruitStage.CONFIRMED
        until = RecruitStage.EXAMINED if case.is_within else furthest
        while applicant.stage not in (until, RecruitStage.OUT):
            services.advance_applicant(case, on=on, **who)


def _ask(plan: Any, who: dict[str, Any], on: date) -> None:
    """Letters about those who came so far; not every department has replied."""
    for case in recruitment.cases(plan):
        if case.applicant.stage is RecruitStage.EXAMINED:
            check = services.open_check(case.applicant, ASKED, due_on=on + timedelta(days=10), on=on, **who)
            for place, one in enumerate(recruitment.opinions(check)[:REPLIED], 1):
                doc_no = f"联复〔演示〕招{case.applicant.id}-{place}号"
                services.enter_opinion(one, check, objects=False, doc_no=doc_no, replied_on=on, **who)


def _id_number(year: int, number: int) -> str:
    digits = f"{COUNTRY}{year}0615{SERIAL + number:03d}"
    return digits + pii.id_check_digit(digits)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(11))

"""What is under way on the last day: every list and every workbench has something to do.

Each tale here breaks off. How long ago it began, in working days before the last day, decides how it stands
with its clocks then.
"""

from dataclasses import dataclass

from shuangluan.demo import words
from shuangluan.demo.grid import stories, topics
from shuangluan.demo.grid.case import Case
from shuangluan.demo.grid.stories import Story, Tale
from shuangluan.grid import services


@dataclass(frozen=True, slots=True)
class Stage:
    """An unfinished tale: about one of `categories`, begun `ago` working days before the last day, after `hour`.

    `at_home`: where the demonstration's 网格长 and 网格员 have an account.
    """

    story: Story
    categories: tuple[str, ...]
    ago: int
    at_home: bool = False
    hour: int = 8


def waiting(case: Case) -> Tale:
    """待受理."""
    yield case.found_at
    case.register()


def unlocated(case: Case) -> Tale:
    """待定位: nobody said at which building."""
    case.source = "call_visit"
    yield case.found_at
    case.register(place=False)


def accepted(case: Case) -> Tale:
    """已受理, not sent yet."""
    yield from stories.taken_up(case)


def sent(case: Case) -> Tale:
    """已派发, to be signed for."""
    yield from stories.taken_up(case)
    yield case.wait("send")
    case.send()


def signed(case: Case) -> Tale:
    """处置中."""
    yield from stories.taken_up(case)
    yield from stories.handed_over(case)


def reminded(case: Case) -> Tale:
    """处置中, overdue and reminded of."""
    yield from signed(case)
    yield case.days(6, 6)
    services.remind(case.appeal, text="已经逾期，今天回复办到哪一步", **case.by(case.clerk))


def return_asked(case: Case) -> Tale:
    """申请退回, to be answered."""
    yield from stories.taken_up(case)
    yield from stories.return_asked(case)


def returned_twice(case: Case) -> Tale:
    """Only the street can assign it now."""
    yield from stories.taken_up(case)
    yield from stories.sent_back(case)
    yield from stories.sent_back(case)


def pause_asked(case: Case) -> Tale:
    """申请挂起, to be answered."""
    yield from signed(case)
    yield from stories.pause_asked(case)


def long_pause_asked(case: Case) -> Tale:
    """申请挂起 for longer than the community may allow: the street answers."""
    yield from signed(case)
    yield from stories.pause_asked(case, days=40)


def paused(case: Case) -> Tale:
    """挂起."""
    yield from pause_asked(case)
    yield case.minutes(20, 90)
    stories.agree_to_pause(case)


def paused_long(case: Case) -> Tale:
    """挂起, past its planned end: to be resumed."""
    yield from signed(case)
    yield from stories.pause_asked(case, days=6)
    yield case.minutes(20, 90)
    stories.agree_to_pause(case)


def extension_asked(case: Case) -> Tale:
    """申请延期, to be answered."""
    yield from signed(case)
    yield from stories.extension_asked(case)


def answered(case: Case) -> Tale:
    """已反馈, to be verified."""
    yield from signed(case)
    yield case.days(1, 2)
    case.answer()


def checked(case: Case) -> Tale:
    """核查过, a reporter not reached yet."""
    case.source = "call_visit"
    yield from answered(case)
    yield case.minutes(30, 120)
    case.check()
    if asked := case.to_ask():
        yield case.minutes(5, 40)
        case.hear(asked[0], reached=False)


def closed(case: Case) -> Tale:
    """已办结, can be reopened."""
    yield from answered(case)
    yield from stories.verified(case)


def reworked(case: Case) -> Tale:
    """退回再办, not answered again."""
    yield from answered(case)
    yield from stories.sent_to_rework(case)


def reopened(case: Case) -> Tale:
    """重办, to be sent anew."""
    yield from closed(case)
    yield case.days(1, 2)
    services.reopen_appeal(case.appeal, reason="诉求人来电：修好两天又坏了", **case.by(case.clerk))


def assisting(case: Case) -> Tale:
    """协办 to be signed for, by the department of housing."""
    yield from signed(case)
    yield case.minutes(20, 90)
    body, _ = case.body(words.HOUSING)
    services.ask_assistance(case.appeal, body, instruction="派人鉴定是否属于质保范围", **case.by(case.clerk))


def assisted(case: Case) -> Tale:
    """协办 signed for, to be finished."""
    yield from assisting(case)
    yield case.minutes(20, 90)
    case.sign(case.body(words.HOUSING)[1])


def handed_down(case: Case) -> Tale:
    """下派 to the grid's 网格员, to be signed for."""
    yield from stories.taken_up(case)
    yield case.wait("send")
    stories.down_to_worker(case)


def handed_up(case: Case) -> Tale:
    """上报 to the street, to be signed for."""
    case.elsewhere(topics.STREET)
    yield from sent(case)


def with_the_street(case: Case) -> Tale:
    """The street has it."""
    case.elsewhere(topics.STREET)
    yield from signed(case)


def with_the_district(case: Case) -> Tale:
    """上报 by the 包联领导 to the district."""
    yield from with_the_street(case)
    yield case.minutes(60, 200)
    tried = "街道已协调两次，涉及区级权限"
    services.escalate_appeal(case.appeal, tried=tried, **case.by(case.patron))


def whistled(case: Case) -> Tale:
    """吹哨, the department has signed."""
    department = case.body(words.CITY)
    yield from with_the_street(case)
    yield case.minutes(30, 120)
    stories.blow(case, department[0])
    case.handler = department
    yield case.minutes(10, 50)
    case.sign()


def overridden(case: Case) -> Tale:
    """The street lets the community lead what is not its duty, and says why."""
    case.elsewhere(topics.STREET)
    yield from signed(case)
    yield case.minutes(20, 90)
    body, _ = case.body(topics.COMMUNITY)
    services.dispatch_appeal(
        case.appeal, body, override_reason="业主意见还不统一，先由社区组织征求意见", **case.by(case.street)
    )


def joined(case: Case) -> Tale:
    """并件."""
    yield from signed(case)
    yield from stories.joined(case)


def widespread(case: Case) -> Tale:
    """群体性."""
    yield from stories.taken_up(case)
    yield from stories.many_reporters(case)
    yield from stories.handed_over(case)


def shelved(case: Case) -> Tale:
    """挂账, its review due."""
    yield from stories.put_off(case, days=80)


def shelved_long(case: Case) -> Tale:
    """挂账, past its review."""
    yield from stories.put_off(case, days=25)


def found_by_worker(case: Case) -> Tale:
    """A finding without resident, answered: another grid's 网格员 may verify it."""
    case.source = "patrol"
    yield from answered(case)


REPAIRS = ("corridor_light", "facility_broken", "sanitation", "ebike_wire", "barrier_free")
WORKS = ("leak", "parking", "public_income")
ROADS = ("municipal",)
HELP = ("elder_alone", "medical_insurance", "pension_check", "volunteer_need", "center_facility")
RELIEF = ("low_income", "disability", "employment")
SUPPLY = ("heating_water",)

STAGES = (
    Stage(waiting, REPAIRS, 1, True, 16), Stage(waiting, SUPPLY, 2), Stage(unlocated, ROADS, 1, hour=16),
    Stage(accepted, REPAIRS, 1, True), Stage(accepted, HELP, 2), Stage(sent, REPAIRS, 1, True, 13),
    Stage(sent, ROADS, 1), Stage(sent, HELP, 1, hour=13), Stage(signed, REPAIRS, 5, True), Stage(signed, REPAIRS, 4),
    Stage(signed, ROADS, 3), Stage(signed, WORKS, 9), Stage(signed, ("neighbour_dispute",), 7),
    Stage(reminded, REPAIRS, 9, True), Stage(reminded, SUPPLY, 20), Stage(return_asked, REPAIRS, 1),
    Stage(pause_asked, REPAIRS, 3, True), Stage(long_pause_asked, WORKS, 3),
    Stage(paused, WORKS, 6), Stage(extension_asked, REPAIRS, 4, True), Stage(extension_asked, ROADS, 4),
    Stage(answered, REPAIRS, 4, True), Stage(answered, HELP, 4, True), Stage(found_by_worker, REPAIRS, 4),
    Stage(checked, REPAIRS, 4, True), Stage(reworked, REPAIRS, 6), Stage(handed_down, REPAIRS, 1, True, 13),
    Stage(handed_up, RELIEF, 1, hour=13), Stage(returned_twice, REPAIRS, 3), Stage(handed_up, ("mass_sign",), 1),
    Stage(whistled, ("noise_fume",), 3), Stage(paused, WORKS, 5), Stage(reopened, REPAIRS, 9),
    Stage(assisting, WORKS, 3), Stage(assisted, WORKS, 4), Stage(paused_long, WORKS, 12),
    Stage(with_the_street, RELIEF, 3), Stage(with_the_district, ("handover",), 4),
    Stage(overridden, ("fund_use",), 4), Stage(joined, SUPPLY, 2), Stage(widespread, SUPPLY, 2),
    Stage(shelved, ("fund_use",), 50), Stage(shelved_long, ("barrier_free",), 45), Stage(closed, REPAIRS, 8),
    Stage(with_the_street, ("petition",), 5), Stage(stories.voided, WORKS, 2), Stage(stories.rejected, WORKS, 2),
    Stage(stories.withdrawn, WORKS, 2),
)  # fmt: skip
"""All of this is under way in the community where the accounts are at home."""

NEIGHBOURING = STAGES[:31]
"""What the second accounts find in their community."""

ELSEWHERE = (
    Stage(waiting, SUPPLY, 1, hour=16), Stage(accepted, HELP, 2), Stage(sent, ROADS, 1, hour=13),
    Stage(signed, REPAIRS, 5), Stage(signed, ROADS, 4), Stage(signed, WORKS, 9), Stage(signed, HELP, 3),
    Stage(reminded, SUPPLY, 12), Stage(paused, WORKS, 6), Stage(extension_asked, ROADS, 4), Stage(checked, REPAIRS, 4),
    Stage(reworked, REPAIRS, 6), Stage(with_the_street, RELIEF, 3), Stage(answered, REPAIRS, 3),
    Stage(return_asked, WORKS, 1),
)  # fmt: skip
"""Of what one is under way in each of the other communities."""

"""How appeals go, as tales told step by step: each `yield` names the moment of the next deed.

A tale is told until it ends or until the demonstration's last day comes; what is open then stays open.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from shuangluan.demo import words
from shuangluan.demo.grid import topics
from shuangluan.demo.grid.case import Case
from shuangluan.demo.grid.topics import Topic
from shuangluan.grid import services
from shuangluan.grid.rules import Outcome, WhistleKind
from shuangluan.grid.services import Body

Tale = Iterator[datetime]
Story = Callable[[Case], Tale]


# --- the parts of which tales are made -----------------------------------------------------------------------


def taken_up(case: Case) -> Tale:
    """登记、受理."""
    yield case.found_at
    case.register()
    yield case.wait("accept")
    case.accept()


def handed_over(case: Case) -> Tale:
    """派发 or 上报, then 签收."""
    yield case.wait("send")
    case.send()
    yield case.wait("sign")
    case.sign()


def answered(case: Case) -> Tale:
    """反馈; a late one was reminded of before."""
    answer_at = case.wait("answer")
    if case.late:
        reminded_at = case.scene.timetable.days_after(case.scene.now, 5, case.rng)
        if reminded_at < answer_at:
            yield reminded_at
            services.remind(case.appeal, text="快到期了，抓紧办理并反馈", **case.by(case.verifier))
    yield answer_at
    case.answer()


def verified(case: Case) -> Tale:
    """核查、回访、办结; who cannot be reached is tried on two working days."""
    yield case.days(0, 2)
    case.check()
    for reporter_id in case.to_ask():
        yield case.minutes(4, 30)
        reached = case.rng.random() > 0.06
        case.hear(reporter_id, reached=reached)
        if not reached:
            yield case.days(1, 1)
            case.hear(reporter_id, reached=case.rng.random() < 0.5)
    yield case.minutes(3, 40)
    case.close()


def ended(case: Case) -> Tale:
    """From the answer to the end."""
    yield from answered(case)
    yield from verified(case)


# --- tales ---------------------------------------------------------------------------------------------------


def ordinary(case: Case) -> Tale:
    """As most go."""
    yield from taken_up(case)
    yield from handed_over(case)
    if case.rng.random() < 0.12:
        yield case.minutes(30, 200)
        services.comment_appeal(
            case.appeal, text="已联系诉求人，约好上门时间", for_reporter=True, **case.by(case.clerk)
        )
    yield from ended(case)


def settled_at_once(case: Case) -> Tale:
    """即办: the 网格员 does it on the spot."""
    case.source = "patrol" if case.source == "patrol" else "household_visit"
    yield case.found_at
    case.register(by=case.worker)
    yield case.scene.now + timedelta(minutes=case.rng.randint(10, 45))
    services.answer_at_once(case.appeal, text=case.topic.result, evidence=1, **case.by(case.worker))
    case.scene.attach(case.appeal.matter, "evidence", case.number, case.worker.actor)
    yield from verified(case)


def handed_down(case: Case) -> Tale:
    """下派 to a 网格员 by name."""
    yield from taken_up(case)
    yield case.wait("send")
    down_to_worker(case)
    yield case.wait("sign")
    case.sign()
    yield from ended(case)


def down_to_worker(case: Case) -> None:
    """From now on the grid's 网格员 deals with it."""
    case.handler = (Body(case.worker.person.name, area=case.ground.code, person_id=case.worker.person.id), case.worker)
    services.delegate_appeal(
        case.appeal, instruction="到现场看一下，能办的当场办", body=case.handler[0], **case.by(case.clerk)
    )


def returned(case: Case) -> Tale:
    """退回 by a body whose business it is not, then sent to the right one."""
    yield from taken_up(case)
    yield from sent_back(case)
    yield from handed_over(case)
    yield from ended(case)


def sent_back(case: Case) -> Tale:
    """派发、申请退回、同意退回."""
    yield from return_asked(case)
    yield case.minutes(20, 150)
    services.answer_return(case.appeal, agreed=True, **case.by(case.clerk))


def return_asked(case: Case) -> Tale:
    """派发 to somebody whose business it is not, and 申请退回."""
    wrong = case.body(words.MARKET if case.topic.handler != words.MARKET else words.CIVIL)
    yield case.wait("send")
    case.send(wrong)
    yield case.minutes(20, 160)
    should_be = "物业服务企业" if case.topic.handler == topics.COMPANY else case.handler[0].name
    services.ask_return(
        case.appeal, reason="明确不属于本单位职责", should_be=should_be, **case.by(wrong[1])
    )


def assigned(case: Case) -> Tale:
    """Returned twice, so the street assigns."""
    yield from taken_up(case)
    yield from sent_back(case)
    yield from sent_back(case)
    yield case.minutes(20, 120)
    instruction = "街道指定主办，不得再退回"
    services.assign_appeal(case.appeal, case.handler[0], instruction=instruction, **case.by(case.street))
    yield case.wait("sign")
    case.sign()
    yield from ended(case)


def whistled(case: Case) -> Tale:
    """上报 to the street, whose leader blows the whistle for a department."""
    department = case.body(case.topic.handler if case.topic.handler in words.DEPARTMENTS else words.CITY)
    case.elsewhere(topics.STREET)
    yield from taken_up(case)
    yield from handed_over(case)
    yield case.minutes(30, 200)
    blow(case, department[0])
    case.handler = department
    yield case.minutes(10, 50)
    case.sign()
    yield from ended(case)


def blow(case: Case, body: Body) -> None:
    """吹哨 by the 包联领导."""
    services.whistle(
        case.appeal, body, kind=WhistleKind.PUSH, text="社区和街道协调未果，到现场一起解决", **case.by(case.patron)
    )


def assisted(case: Case) -> Tale:
    """One leads, another assists."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield case.minutes(20, 120)
    name = words.FIRE if case.handler[0].name != words.FIRE else words.CIVIL
    helper = case.body(words.MARKET if case.topic.category == "lift_trapped" else name)
    services.ask_assistance(case.appeal, helper[0], instruction="派人到现场查验", **case.by(case.clerk))
    yield case.minutes(20, 120)
    case.sign(helper[1])
    yield case.minutes(60, 300)
    services.finish_assistance(case.appeal, note="已到现场查验，提出整改意见", **case.by(helper[1]))
    yield from ended(case)


def paused(case: Case) -> Tale:
    """挂起 until the joint meeting, then 恢复."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield from pause_asked(case)
    yield case.minutes(20, 120)
    agree_to_pause(case)
    yield case.days(6, 9)
    services.resume(case.appeal, **case.by(case.handler[1]))
    yield from ended(case)


def pause_asked(case: Case, *, days: int = 16) -> Tale:
    """申请挂起 for so many days; the reporters are told."""
    yield case.days(1, 1)
    planned_to = (case.scene.now + timedelta(days=days)).date()
    services.ask_suspension(
        case.appeal, reason="joint_meeting", note="需要三方联席会商定费用", planned_to=planned_to,
        **case.by(case.handler[1]),
    )  # fmt: skip
    if asked := case.to_ask():
        yield case.minutes(10, 60)
        told = case.by(case.clerk)
        services.tell_reporters(case.appeal, asked, by=told["by"], at=told["at"])


def agree_to_pause(case: Case) -> None:
    """同意挂起, one level up."""
    services.answer_suspension(case.appeal, agreed=True, **case.by(case.approver))


def extended(case: Case) -> Tale:
    """延期: asked in time, agreed to one level up."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield from extension_asked(case)
    yield case.minutes(30, 200)
    services.answer_extension(case.appeal, agreed=True, **case.by(case.approver))
    yield case.days(2, 4)
    case.answer()
    yield from verified(case)


def extension_asked(case: Case) -> Tale:
    """申请延期 before the promise is due."""
    yield case.days(2, 3)
    services.ask_extension(case.appeal, days=3, reason="配件从外地发货，三天后到", **case.by(case.handler[1]))


def shelved(case: Case) -> Tale:
    """挂账, and looked at again."""
    yield from put_off(case, days=75)
    yield case.days(35, 45)
    services.review_shelved(case.appeal, note="资金已列入明年计划，届时重新登记办理", **case.by(case.clerk))


def put_off(case: Case, *, days: int) -> Tale:
    """暂不具备条件-挂账, to be reviewed `days` after the answer."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield case.wait("answer")
    review_on = case.scene.now.date() + timedelta(days=days)
    case.answer(Outcome.SHELVED, "费用较大，本年度没有资金来源，列入计划", review_on)
    yield from verified(case)


def reworked(case: Case) -> Tale:
    """Not done well at first: 退回再办."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield from answered(case)
    yield from sent_to_rework(case)
    yield case.days(1, 2)
    case.answer(Outcome.SOLVED)
    yield from verified(case)


def sent_to_rework(case: Case) -> Tale:
    """核查不属实、诉求人说没有解决、退回再办."""
    yield case.days(0, 1)
    case.check(passed=False)
    for reporter_id in case.to_ask():
        yield case.minutes(4, 30)
        case.hear(reporter_id, solved=False)
    yield case.minutes(3, 20)
    services.rework(case.appeal, reasons=["not_solved"], note="只做了一半，继续办好", **case.by(case.verifier))


def reopened(case: Case) -> Tale:
    """重办 within the window."""
    yield from ordinary(case)
    yield case.days(2, 7)
    services.reopen_appeal(case.appeal, reason="诉求人来电：修好三天又坏了", **case.by(case.clerk))
    yield from handed_over(case)
    yield from ended(case)


def recurring(case: Case) -> Tale:
    """The same matter again, within a month of its end."""
    yield from ordinary(case)
    twin = case.again()
    yield case.days(6, 14)
    twin.register(recurs_of=case)
    yield twin.wait("accept")
    twin.accept()
    yield from handed_over(twin)
    yield from ended(twin)


def merged(case: Case) -> Tale:
    """A neighbour reports the same matter: 并件."""
    yield from taken_up(case)
    yield from handed_over(case)
    yield from joined(case)
    yield from ended(case)


def joined(case: Case) -> Tale:
    """The neighbour's appeal becomes part of the first one."""
    twin = case.again()
    yield case.minutes(60, 300)
    twin.register()
    yield case.minutes(5, 40)
    services.merge_appeals(twin.appeal, case.appeal, **case.by(case.clerk))


def widespread(case: Case) -> Tale:
    """群体性: many report the same within days."""
    yield from taken_up(case)
    yield from many_reporters(case)
    yield from handed_over(case)
    yield from ended(case)


def many_reporters(case: Case) -> Tale:
    """Five more of the neighbours report it."""
    case.source = "call_visit"
    for _ in range(5):
        yield case.scene.now + timedelta(minutes=case.rng.randint(4, 30))
        services.add_reporter(case.appeal, case.reporter(), **case.by(case.clerk))


def rejected(case: Case) -> Tale:
    """不予受理."""
    yield case.found_at
    case.register()
    yield case.wait("accept")
    reason, channel = case.rng.choice(REJECTIONS)
    services.reject_appeal(case.appeal, reason=reason, channel=channel, **case.by(case.clerk))


REJECTIONS = (
    ("out_of_district", "该路段不属本区，可拨打 12345 由市里转办"),
    ("legal_process", "已向法院起诉，等待法院判决"),
    ("no_new_fact", "同一事项上周已答复，有新情况再反映"),
    ("unverifiable", "没有联系方式，现场也没有发现，想起细节可到社区再说"),
)


def withdrawn(case: Case) -> Tale:
    """撤回 on the reporter's word."""
    yield from taken_up(case)
    yield case.minutes(30, 240)
    services.withdraw_appeal(case.appeal, statement="诉求人来电：已经自己解决，不用办了", **case.by(case.clerk))


def voided(case: Case) -> Tale:
    """作废: a slip of entry."""
    yield case.found_at
    case.register(by=case.clerk)
    yield case.minutes(5, 40)
    services.void_appeal(case.appeal, reason="小区选错了，已重新登记", **case.by(case.clerk))


PHYSICAL = frozenset({topics.COMPANY, words.HOUSING, words.CITY, words.HEAT, words.WATER})
SMALL = frozenset({"corridor_light", "sanitation", "parking", "ebike_wire"})
SHARES: tuple[tuple[Story, int], ...] = (
    (ordinary, 640), (settled_at_once, 150), (handed_down, 60), (returned, 35), (assigned, 8), (whistled, 20),
    (assisted, 30), (paused, 30), (extended, 30), (shelved, 14), (reworked, 25), (reopened, 20), (recurring, 10),
    (merged, 25), (widespread, 5), (rejected, 25), (withdrawn, 15), (voided, 10),
)  # fmt: skip
"""How often each tale is told, as far as it fits the matter."""

ONLY_SMALL = (settled_at_once, handed_down)
ONLY_PHYSICAL = (returned, assigned, whistled, assisted, paused, extended, shelved, reworked)
NOT_URGENT = (returned, assigned, paused, extended, shelved, withdrawn)


def some_story(case: Case, *, urgent: bool, restricted: bool) -> Story:
    """A tale that fits: what burns is neither paused nor sent about, what is restricted goes straight."""
    if restricted:
        return ordinary
    known = [(story, share) for story, share in SHARES if _fits(story, case.topic, urgent=urgent)]
    return case.rng.choices([story for story, _ in known], [share for _, share in known])[0]


def _fits(story: Story, topic: Topic, *, urgent: bool) -> bool:
    if story in ONLY_SMALL:
        return topic.category in SMALL
    if story in ONLY_PHYSICAL and topic.handler not in PHYSICAL:
        return False
    return not (urgent and story in NOT_URGENT)

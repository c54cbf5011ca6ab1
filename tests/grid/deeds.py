"""For each deed an appeal on which it can be done now, somebody who may do it, and what he types."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import Action, Outcome
from shuangluan.grid.views import addresses
from shuangluan.kernel import clock
from tests import build
from tests.kept import kept

A = Action


@dataclass(frozen=True)
class Scene:
    """`needed` are the fields that must not stay blank, with the words that are then said."""

    build: Callable[[], Appeal]
    by: str
    typed: Callable[[Appeal], dict[str, Any]] = lambda appeal: {}
    needed: dict[str, str] = field(default_factory=dict)
    state: str = ""  # afterwards; empty: as before


def done(deed: Callable[..., Any], appeal: Appeal, username: str, *args: Any, **more: Any) -> Appeal:
    """One more deed on an appeal, in a transaction of its own."""
    build.saved(lambda: deed(appeal, *args, by=build.actor(username), at=clock.now(), **more))
    return appeal


@kept
def asked_return() -> Appeal:
    """The company asks to return it."""
    return done(
        services.ask_return, build.a_dispatched_appeal(), "property_liaison", reason="不归物业管", should_be="区住建局"
    )


@kept
def returned_twice() -> Appeal:
    """Nobody wants it: only 指定 is left."""
    appeal = build.an_accepted_appeal()
    for body in (build.company(), build.company()):
        done(services.dispatch_appeal, appeal, "community_admin", body)
        done(services.ask_return, appeal, "property_liaison", reason="不归物业管", should_be="区住建局")
        done(services.answer_return, appeal, "community_admin", agreed=True)
    return appeal


@kept
def assisted() -> Appeal:
    """The company leads, a department assists."""
    return done(
        services.ask_assistance,
        build.a_dispatched_appeal(),
        "community_admin",
        build.department(),
        instruction="派人看门",
    )


@kept
def assist_signed() -> Appeal:
    """The department has signed for it."""
    return done(services.sign_leg, assisted(), "department")


@kept
def asked_pause(days: int = 7) -> Appeal:
    """The company asks to pause it."""
    return done(
        services.ask_suspension,
        build.a_signed_appeal(),
        "property_liaison",
        reason="funds",
        note="等配件",
        planned_to=clock.today() + timedelta(days=days),
    )


@kept
def paused() -> Appeal:
    """Its reporters were told, and it is paused."""
    appeal = asked_pause()
    done(services.tell_reporters, appeal, "community_admin", build.reporters(appeal))
    return done(services.answer_suspension, appeal, "community_admin", agreed=True)


@kept
def asked_extension() -> Appeal:
    """The company asks for two more days."""
    return done(services.ask_extension, build.a_signed_appeal(), "property_liaison", days=2, reason="配件没到")


@kept
def verified(*, solved: bool = True) -> Appeal:
    """Answered, checked, and its reporter heard."""
    appeal = build.an_answered_appeal()
    done(
        services.check_result, appeal, "community_admin", way=rules.CheckWay.ON_SITE, passed=True, note="看过了"
    )
    for reporter_id in build.reporters(appeal):
        done(
            services.contact_reporter,
            appeal,
            "community_admin",
            reporter_id,
            reached=True,
            says_solved=solved,
            satisfaction=rules.Satisfaction.SATISFIED if solved else rules.Satisfaction.UNSATISFIED,
            reasons=() if solved else ("not_solved", "slow"),
        )
    return appeal


@kept
def shelved() -> Appeal:
    """Closed as 挂账, its review not written."""
    appeal = build.a_signed_appeal()
    done(
        services.respond,
        appeal,
        "property_liaison",
        outcome=Outcome.SHELVED,
        text="等明年改造",
        evidence=0,
        review_on=date(2027, 1, 20),
    )
    done(services.check_result, appeal, "community_admin", way=rules.CheckWay.PHONE, passed=True, note="属实")
    for reporter_id in build.reporters(appeal):
        done(
            services.contact_reporter, appeal, "community_admin", reporter_id, reached=True, says_solved=False,
            satisfaction=rules.Satisfaction.BASIC,
        )  # fmt: skip
    return done(services.close_appeal, appeal, "community_admin")


@kept
def merged() -> Appeal:
    """Taken into another one."""
    root, child = build.an_accepted_appeal("门坏了"), build.an_accepted_appeal("单元门关不上")
    return done(services.merge_appeals, child, "community_admin", root)


@kept
def voided() -> Appeal:
    """Entered by mistake."""
    return done(services.void_appeal, build.an_appeal(), "community_admin", reason="录错了")


@kept
def unlocated() -> Appeal:
    """Somewhere in a compound with two grids."""
    return build.an_accepted_appeal(where=build.place("御景园", None))


def person_key(username: str) -> str:
    return f"person-{build.person(username).id}"


def contact(appeal: Appeal) -> dict[str, Any]:
    """What a content reporter says."""
    reporter = build.reporters(appeal)[0]
    return {"reporter_id": str(reporter), "reached": "1", "says_solved": "1", "satisfaction": "satisfied"}


def another(_appeal: Appeal) -> dict[str, Any]:
    """The number of one more appeal of the compound."""
    return {"number": build.an_accepted_appeal("同一扇门坏了").no}


SCENES: dict[Action, Scene] = {
    A.ACCEPT: Scene(build.an_appeal, "community_staff", state="accepted"),
    A.REJECT: Scene(
        build.an_appeal,
        "community_admin",
        lambda a: {"reason": "out_of_district", "channel": "找双桥区政务服务中心，电话 12345"},
        {"reason": "选一个理由", "channel": "写明应当找谁、走什么途径"},
        "rejected",
    ),
    A.ANSWER_NOW: Scene(
        build.an_appeal,
        "grid_worker",
        lambda a: {"text": "当场拧紧了合页", "signed": "y"},
        {"text": "写清办理结果，诉求人要看得懂"},
        "responded",
    ),
    A.DISPATCH: Scene(
        build.an_accepted_appeal,
        "community_admin",
        lambda a: {"body": build.company().key, "instruction": "三天内换好"},
        {"body": "选一个单位"},
        "dispatched",
    ),
    A.ASSIGN: Scene(
        returned_twice,
        "street_staff",
        lambda a: {"body": build.department().key},
        {"body": "选一个单位"},
        "dispatched",
    ),
    A.SIGN: Scene(build.a_dispatched_appeal, "property_liaison", state="processing"),
    A.ASK_RETURN: Scene(
        build.a_dispatched_appeal,
        "property_liaison",
        lambda a: {"reason": "门归开发商保修", "should_be": "区住建局"},
        {"reason": "写明依据：为什么明确不属于本单位职责", "should_be": "写明应由哪个单位办理"},
    ),
    A.CONFIRM_RETURN: Scene(asked_return, "community_admin", state="accepted"),
    A.REFUSE_RETURN: Scene(
        asked_return,
        "community_admin",
        lambda a: {"refusal": "合同里写明归物业"},
        {"refusal": "写明为什么不同意"},
    ),
    A.ESCALATE: Scene(
        build.an_accepted_appeal,
        "community_admin",
        lambda a: {"tried": "找过物业两次，没有配件"},
        {"tried": "写明本级已经做了什么、为什么办不了"},
        "dispatched",
    ),
    A.DELEGATE: Scene(
        build.an_accepted_appeal,
        "community_admin",
        lambda a: {"body": person_key("grid_leader"), "instruction": "先去看看"},
        {"body": "选一个单位"},
        "dispatched",
    ),
    A.WHISTLE: Scene(
        build.an_accepted_appeal,
        "street_leader",
        lambda a: {"body": build.department().key, "kind": "push", "text": "请到现场会商"},
        {"body": "选一个单位", "kind": "选一种哨", "text": "写明要部门做什么"},
        "dispatched",
    ),
    A.ASSIST: Scene(
        build.a_dispatched_appeal,
        "community_admin",
        lambda a: {"body": build.department().key, "instruction": "派人看门"},
        {"body": "选一个单位", "instruction": "写明请对方做什么"},
    ),
    A.FINISH_ASSIST: Scene(
        assist_signed, "department", lambda a: {"note": "看过了，是锁舌断了"}, {"note": "写明协办做了什么"}
    ),
    A.WAIVE_ASSIST: Scene(
        assisted, "community_admin", lambda a: {"reason": "物业自己能办"}, {"reason": "写明为什么不用协办了"}
    ),
    A.REMIND: Scene(build.a_dispatched_appeal, "community_admin", lambda a: {"text": "居民又问了一次"}),
    A.RESPOND: Scene(
        build.a_signed_appeal,
        "property_liaison",
        lambda a: {"outcome": "solved", "text": "已换闭门器", "signed": "y"},
        {"outcome": "选办结类型", "text": "写清办理结果，诉求人要看得懂"},
        "responded",
    ),
    A.CHECK: Scene(
        build.an_answered_appeal,
        "community_admin",
        lambda a: {"way": "on_site", "passed": "1", "note": "门能自动关上"},
        {"way": "选核查方式", "passed": "选是否属实", "note": "写明看到了什么"},
        "verifying",
    ),
    A.CONTACT: Scene(
        build.an_answered_appeal,
        "community_admin",
        contact,
        {"reporter_id": "选回访哪一位", "reached": "选联系上了没有"},
        "verifying",
    ),
    A.CLOSE: Scene(verified, "community_admin", state="closed"),
    A.REWORK: Scene(
        verified, "community_admin", lambda a: {"reasons": ["poor_quality"], "note": "门还是响"}, state="processing"
    ),
    A.REOPEN: Scene(
        build.a_closed_appeal,
        "community_admin",
        lambda a: {"reason": "居民说门又坏了"},
        {"reason": "写明谁提出、哪里没有解决"},
        "accepted",
    ),
    A.WITHDRAW: Scene(
        build.an_accepted_appeal,
        "community_admin",
        lambda a: {"statement": "11 月 20 日居民来电说自己修好了"},
        {"statement": "写明谁在什么时候要求撤回，为什么"},
        "withdrawn",
    ),
    A.ASK_SUSPENSION: Scene(
        build.a_signed_appeal,
        "property_liaison",
        lambda a: {"reason": "funds", "planned_to_on": "2026-11-30", "note": "等配件到货"},
        {
            "reason": "选一个理由",
            "planned_to_on": "填预计恢复的日子",
            "note": "写明等什么、等到什么时候，诉求人会听到",
        },
    ),
    A.APPROVE_SUSPENSION: Scene(
        asked_pause,
        "community_admin",
        lambda a: {"told": [str(one) for one in build.reporters(a)]},
        {"told": "还有 1 位诉求人没有告知，告知以后才能挂起"},
    ),
    A.REFUSE_SUSPENSION: Scene(
        asked_pause, "community_admin", lambda a: {"refusal": "配件本地就有"}, {"refusal": "写明为什么不同意"}
    ),
    A.RESUME: Scene(paused, "community_admin"),
    A.ASK_EXTENSION: Scene(
        build.a_signed_appeal,
        "property_liaison",
        lambda a: {"days": "2", "reason": "配件没到"},
        {"days": "填延几个工作日", "reason": "写明为什么要延"},
    ),
    A.APPROVE_EXTENSION: Scene(asked_extension, "community_admin"),
    A.REFUSE_EXTENSION: Scene(
        asked_extension, "community_admin", lambda a: {"refusal": "来得及"}, {"refusal": "写明为什么不同意"}
    ),
    A.MERGE: Scene(build.an_accepted_appeal, "community_admin", another, {"number": "选一件或填主件编号"}, "merged"),
    A.UNMERGE: Scene(merged, "community_admin", state="accepted"),
    A.VOID: Scene(
        build.an_appeal,
        "community_admin",
        lambda a: {"reason": "录成了别的小区"},
        {"reason": "写明哪里录错了"},
        "voided",
    ),
    A.RESTORE: Scene(voided, "community_admin", state="registered"),
    A.RECLASSIFY: Scene(
        build.an_accepted_appeal,
        "community_admin",
        lambda a: {"category": "corridor_light", "level": "normal", "reason": "其实是灯坏了"},
        {"reason": "写明为什么调整"},
    ),
    A.LOCATE: Scene(
        unlocated,
        "community_admin",
        lambda a: {"place": "御景园 3号楼"},
        {"place": "填楼栋：打小区名和楼号，如“御景园 3号楼”"},
    ),
    A.ADD_REPORTER: Scene(
        build.an_appeal,
        "community_staff",
        lambda a: {"kind": "resident", "name": "演示居民乙", "phone": "13800000001"},
        {"kind": "选诉求人是哪一类"},
    ),
    A.COMMENT: Scene(
        build.an_appeal, "grid_leader", lambda a: {"text": "居民下午在家"}, {"text": "写备注内容"}
    ),
    A.REVIEW_SHELVED: Scene(
        shelved,
        "community_admin",
        lambda a: {"note": "明年三月开工"},
        {"note": "写明条件是否已经具备、下一步怎么办"},
    ),
}


def address(action: Action, appeal: Appeal) -> str:
    """Where it is asked for."""
    return f"/grid/appeals/{appeal.id}/{addresses.SLUGS[action]}"

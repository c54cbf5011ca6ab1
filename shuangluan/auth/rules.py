"""What a password must be, when a name is locked, and how long a sign-in lasts, in words (security.md 1)."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from shuangluan.kernel.errors import RuleBroken

MIN_LENGTH = 10  # ASVS 6.2.1 asks for 8 and advises 15; 等保 practice is 8
MAX_LENGTH = 128
PHRASE_LENGTH = 15  # from here on a phrase of one kind of characters will do (ASVS 6.2.5 against 等保 8.1.4.1)
KINDS_NEEDED = 3
DISTINCT_NEEDED = 5
HISTORY = 5
ORGANISATION_WORDS = ("双滦", "承德", "组织部", "网格", "shuangluan", "chengde", "zuzhibu", "jicengzhili", "slq")

FAILURES_ALLOWED = 5  # 等保 8.1.4.1 b)
LOCKED_FOR = timedelta(minutes=15)
FAILURES_KEPT = timedelta(days=7)
ADDRESS_LIMIT = 20  # failures a minute from one address; a whole office shares one, so this slows and never bans
ADDRESS_WINDOW = timedelta(minutes=1)
PARALLEL_SESSIONS = 2
INITIAL_LIFE = timedelta(days=7)  # of a password that somebody else set
REMIND_DAYS = 7

SENTENCES: dict[str, str] = {
    "auth.signed_in": "登录",
    "auth.sign_in_failed": "登录失败",
    "auth.sign_in_refused": "登录被拒绝",
    "auth.locked": "连续输错密码，账号锁定",
    "auth.address_slowed": "同一地址试错过多，暂缓登录",
    "auth.unlocked": "解除了账号锁定",
    "auth.account_closed": "停用了账号",
    "auth.signed_out": "退出登录",
    "auth.session_ended": "结束了一处登录",
    "auth.password_changed": "修改了密码",
    "auth.password_reset": "重置了密码",
    "auth.password_refused": "修改密码时当前密码不对",
    "auth.keys_switched": "改了单键快捷键的开关",
}

WRONG = "用户名或密码不对"
WRONG_CURRENT = "当前密码不对"
INITIAL_EXPIRED = "初始密码超过 7 天没有用，已经失效。请系统管理员重新设置一个"
USED_BEFORE = f"新密码不能和现在的、最近 {HISTORY} 次用过的一样"
CHANGED_ELSEWHERE = "密码刚在别处改过，退出后用新密码登录"

PARTING: dict[str, str] = {
    "newer": f"这个账号又在别处登录了，同时最多 {PARALLEL_SESSIONS} 处，所以这里退出了。不是你本人登录的，马上改密码",
    "by_owner": "你在另一处结束了这里的登录",
    "password": "密码改过了，用新密码登录",
    "roles": "你的角色有变动，重新登录后生效",
    "": "太久没有操作，已经自动退出，登录后接着办",
}
"""What sign-in says to somebody whose session is over, by the reason in its row; empty: it ran out of time."""


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first, lower case; the file beside this module says where they come from."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def check_password(password: str, username: str) -> None:
    """Whether `password` may be set for `username`. Raises RuleBroken for the field `new_password`.

    One check for create, change and reset (A03). Any Unicode counts, blanks too; nothing is trimmed.
    """
    reason = _length_fault(password) or _kind_fault(password) or _guessable_fault(password, username)
    if reason:
        raise RuleBroken(reason, "new_password")


def _length_fault(password: str) -> str:
    if len(password) < MIN_LENGTH:
        return f"密码至少 {MIN_LENGTH} 个字符，现在是 {len(password)} 个"
    if len(password) > MAX_LENGTH:
        return f"密码最多 {MAX_LENGTH} 个字符，现在是 {len(password)} 个"
    return ""


def _kind_fault(password: str) -> str:
    if len(password) >= PHRASE_LENGTH or len(kinds(password)) >= KINDS_NEEDED:
        return ""
    return f"大写字母、小写字母、数字、其他字符至少用 {KINDS_NEEDED} 种，或者写满 {PHRASE_LENGTH} 个字符"


def _guessable_fault(password: str, username: str) -> str:
    lower = unicodedata.normalize("NFKC", password).casefold()
    if username and username.casefold() in lower:
        return "密码里不要带自己的用户名"
    if any(word in lower for word in ORGANISATION_WORDS):
        return "密码里不要带单位和地方的名字，别人容易猜到"
    if is_common(lower):
        return "这个密码太常见，别人会先试它，请换一个"
    if len(set(lower)) < DISTINCT_NEEDED:
        return f"密码里至少要有 {DISTINCT_NEEDED} 个不同的字符"
    return ""


def kinds(password: str) -> set[str]:
    """Which of the four classes occur: upper, lower, digit, other (Chinese and blanks are other)."""
    found = set()
    for c in password:
        ascii_letter = c.isascii() and c.isalpha()
        if ascii_letter:
            found.add("upper" if c.isupper() else "lower")
        else:
            found.add("digit" if c.isascii() and c.isdigit() else "other")
    return found


def is_common(lower: str) -> bool:
    """Whether the password, or what is left without the digits and signs around it, is on the list."""
    core = lower.strip("0123456789!@#$%^&*()_+-=.,?~ ")
    return lower in common_passwords() or (core in common_passwords() and len(core) * 2 >= len(lower))


def normal_username(typed: str) -> str:
    """A user name as accounts carry it: half-width, lower case."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def check_username(username: str) -> None:
    """Raises RuleBroken unless it is 3 to 40 letters, digits, dots, dashes, underscores."""
    plain = username.replace("_", "").replace("-", "").replace(".", "")
    if not (3 <= len(username) <= 40 and plain.isascii() and plain.isalnum()):
        raise RuleBroken("用户名用 3 到 40 个字母、数字、点、横线或下划线", "username")


@dataclass(frozen=True)
class Standing:
    """How a name stands after its failures: how many count, and until when it is locked."""

    failures: int = 0
    locked_until: datetime | None = None

    @property
    def left(self) -> int:
        """How many wrong tries are left before the lock."""
        return FAILURES_ALLOWED - self.failures


def standing(failures: Iterable[datetime]) -> Standing:
    """The standing after `failures`, oldest first.

    Tries during a lock do not count: nobody can keep a colleague out by going on. After a lock the count begins
    anew. A success removes a name's failures, so they are not seen here.
    """
    count, until = 0, None
    for at in failures:
        if until is not None and at < until:
            continue
        if until is not None:
            count, until = 0, None
        count += 1
        if count >= FAILURES_ALLOWED:
            until = at + LOCKED_FOR
    return Standing(count, until)


def standing_at(failures: Iterable[datetime], at: datetime) -> Standing:
    """The standing at a moment: an expired lock leaves no failures."""
    found = standing(failures)
    return Standing() if found.locked_until is not None and at >= found.locked_until else found


def wrong_sentence(left: int, what: str = WRONG) -> str:
    """What a failed sign-in says; the same for names that exist and names that do not (A09)."""
    return f"{what}。再错 {left} 次，这个用户名将锁定 {minutes(LOCKED_FOR)} 分钟"


def locked_sentence(until_local: datetime) -> str:
    """What a locked name says; rounded up to the minute, so that who waits for it is not early."""
    end = until_local + timedelta(minutes=1) if until_local.second or until_local.microsecond else until_local
    return f"这个用户名连续 {FAILURES_ALLOWED} 次输错密码，已锁定到 {end:%H:%M}。到时再试，或请系统管理员解锁"


SLOWED = "这个地址一分钟里输错太多次，请等一分钟再登录"


def is_initial_expired(set_at: datetime, at: datetime) -> bool:
    """Whether a password that somebody else set has waited too long for its owner."""
    return at - set_at >= INITIAL_LIFE


def days_left(set_at: datetime, at: datetime, rotation: timedelta) -> int:
    """After how many days a sign-in will ask for a new password; 0 when the next one does."""
    return max(0, math.ceil((set_at + rotation - at) / timedelta(days=1)))


def reminder(set_at: datetime, at: datetime, rotation: timedelta | None) -> str:
    """「密码还有 N 天到期」 in the last days before the change is forced, else an empty text."""
    if rotation is None:
        return ""
    left = days_left(set_at, at, rotation)
    return f"密码还有 {left} 天到期，抽空在“我的账号”里改一个" if 0 < left <= REMIND_DAYS else ""


def term(valid_from: date, valid_to: date | None, day: date) -> tuple[str, str]:
    """How a dated grant stands on a day: (words, tone of the state)."""
    if day < valid_from:
        return "还没开始", "wait"
    return ("已到期", "off") if valid_to is not None and valid_to <= day else ("在用", "doing")


def limits_sentence(idle: timedelta, absolute: timedelta) -> str:
    """How long a sign-in lasts, for the page of sessions."""
    hours = int(absolute.total_seconds() // 3600)
    return (
        f"{minutes(idle)} 分钟没有操作，或登录满 {hours} 小时，会自动退出，没提交的表单替你留着；"
        f"同时最多 {PARALLEL_SESSIONS} 处，再登录就退出最早的一处"
    )


def minutes(span: timedelta) -> int:
    """Whole minutes of a span."""
    return int(span.total_seconds() // 60)


def device(agent: str) -> str:
    """Browser and system in two words, from what the browser says of itself; for its owner to recognise."""
    browsers = (
        ("MicroMessenger", "微信"), ("QIHU", "360 浏览器"), ("360SE", "360 浏览器"), ("Qaxbrowser", "奇安信浏览器"),
        ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    )  # fmt: skip
    systems = (
        ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("Windows", "Windows"), ("Mac OS", "macOS"),
        ("UOS", "统信"), ("Kylin", "麒麟"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in agent), "")
    system = next((name for mark, name in systems if mark in agent), "")
    return " · ".join(part for part in (system, browser) if part) or "认不出的设备"

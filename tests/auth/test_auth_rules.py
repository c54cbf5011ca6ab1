"""What a password must be, when a name is locked, and the sentences about both."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shuangluan.auth import rules
from shuangluan.kernel.errors import RuleBroken

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def minutes(*numbers: float) -> list[datetime]:
    return [AT + timedelta(minutes=n) for n in numbers]


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Ab1-", "至少 10 个字符，现在是 4 个"),
        ("Xy7-" * 33, "最多 128 个字符，现在是 132 个"),
        ("qzvmkwtrhd", "至少用 3 种"),
        ("qzvmkwtr77", "至少用 3 种"),
        ("wangli-7Kq2x", "自己的用户名"),
        ("7Kq2x-WANGLI", "自己的用户名"),
        ("我爱双滦-7Kq2x", "单位和地方的名字"),
        ("Password123!", "太常见"),
        ("Qwertyuiop1!", "太常见"),
        ("Aa1Aa1Aa1Aa1", "5 个不同的字符"),
        ("甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲", "5 个不同的字符"),
    ],
)
def test_a03_a_password_that_can_be_guessed_is_refused_with_what_to_change(password, word):
    with pytest.raises(RuleBroken, match=word) as broken:
        rules.check_password(password, "wangli")
    assert broken.value.field == "new_password"


@pytest.mark.parametrize(
    "password",
    [
        "qzvmkwtr7K",  # three kinds in ten characters
        "qzvmkwtrhdbplfc",  # one kind, fifteen characters
        "一条大河波浪宽风吹稻花香两岸边",  # any Unicode
        "  k7 Qx  pp ",  # blanks count, also outside
        "Xy7-Qpdr" * 16,  # 128 characters
    ],
)
def test_a03_length_makes_up_for_kinds_and_any_character_counts(password):
    rules.check_password(password, "wangli")


def test_a03_the_list_of_common_passwords_is_long_enough():
    assert len(rules.common_passwords()) >= 3000


def test_a06_the_fifth_failure_locks_for_fifteen_minutes():
    assert rules.standing(minutes(0, 1, 2, 3)).locked_until is None
    assert rules.standing(minutes(0, 1, 2, 3, 4)).locked_until == AT + timedelta(minutes=19)


def test_a06_tries_during_a_lock_do_not_lengthen_it():
    assert rules.standing(minutes(0, 0, 0, 0, 0, 5, 10, 14.9)).locked_until == AT + timedelta(minutes=15)


def test_a06_after_a_lock_the_count_begins_anew():
    assert rules.standing_at(minutes(0, 0, 0, 0, 0), AT + timedelta(minutes=15)) == rules.Standing()
    again = rules.standing(minutes(0, 0, 0, 0, 0, 15))
    assert (again.failures, again.locked_until, again.left) == (1, None, 4)


def test_a06_a_lock_is_told_rounded_up_to_the_minute():
    assert "锁定到 10:16" in rules.locked_sentence(datetime(2026, 11, 20, 10, 15, 1))
    assert "锁定到 10:15" in rules.locked_sentence(datetime(2026, 11, 20, 10, 15))


def test_a05_an_initial_password_is_good_for_seven_days():
    assert not rules.is_initial_expired(AT, AT + timedelta(days=7) - timedelta(seconds=1))
    assert rules.is_initial_expired(AT, AT + timedelta(days=7))


@pytest.mark.parametrize(
    ("age", "left", "reminded"), [(0, 90, False), (82, 8, False), (83, 7, True), (89, 1, True), (90, 0, False)]
)
def test_the_last_seven_days_of_a_password_are_counted_down(age, left, reminded):
    rotation, now = timedelta(days=90), AT + timedelta(days=age, seconds=1)
    assert rules.days_left(AT, now, rotation) == left
    assert (f"还有 {left} 天到期" in rules.reminder(AT, now, rotation)) is reminded


def test_without_rotation_nobody_is_reminded():
    assert rules.reminder(AT, AT + timedelta(days=89), None) == ""


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 1, 31), "还没开始"), (date(2026, 2, 1), "在用"), (date(2026, 3, 1), "已到期")]
)
def test_a_grant_is_in_use_from_its_first_to_its_last_day(day, words):
    assert rules.term(date(2026, 2, 1), date(2026, 3, 1), day)[0] == words


@pytest.mark.parametrize("username", ["ab", "x" * 41, "王丽", "wang li", "wang/li", "...", ""])
def test_a_user_name_that_nobody_can_type_is_refused(username):
    with pytest.raises(RuleBroken, match="用户名用 3 到 40 个"):
        rules.check_username(username)


def test_a_user_name_is_read_half_width_and_in_lower_case():
    assert rules.normal_username(" ＷａｎｇＬＩ ") == "wangli"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/86.0.4240.198 Safari/537.36", "Windows · Chrome"),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) MicroMessenger/8.0", "鸿蒙 · 微信"),
        ("", "认不出的设备"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(agent, words):
    assert rules.device(agent) == words

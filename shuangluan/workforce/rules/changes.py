"""How the ledger under yearly steps follows education and post (WF-78, WF-80, WF-84)."""

from dataclasses import dataclass, field
from datetime import date

from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.facts import Education, Facts
from shuangluan.workforce.rules.grades import Plus, plus_of
from shuangluan.workforce.rules.posts import education_on, end_reason, level_of, post_on
from shuangluan.workforce.rules.scheme import ChangeMode, EffectMode, PostClass, Scheme, UpgradeMode


@dataclass
class Ledger:
    """Where the ledger stands between two rows.

    `base` is the grade by the rules, `kept` a higher earlier one frozen by a conversion (0: none), `steps` all
    steps ever gained, `streak` the consecutive years of the rating that earns an extra step.
    """

    scheme: Scheme
    post: PostClass
    education: Education | None
    base: int
    kept: int
    steps: int
    overflow: int
    plus: Plus
    skips_next: bool = False
    streak: list[int] = field(default_factory=list)

    @property
    def grade(self) -> int:
        """The grade shown."""
        return max(self.base, self.kept)

    @property
    def theoretical(self) -> int:
        """The grade as if education and post had always been what they are now 理论等级 (WF-84)."""
        return self.post.limited(self.start + self.steps + self.plus.grades)

    @property
    def start(self) -> int:
        """Where the present class begins with the present education."""
        return self.scheme.start(self.post, level_of(self.education))

    def step(self, *, counts_above: bool) -> bool:
        """One grade up, True; at the top nothing but the count, where it is kept (WF-73)."""
        if self.base < self.post.highest:
            self.base, self.steps = self.base + 1, self.steps + 1
            return True
        if counts_above:
            self.steps, self.overflow = self.steps + 1, self.overflow + 1
        return False


def change_education(scheme: Scheme, facts: Facts, ledger: Ledger, first_on: date, day: date) -> list[str]:
    """Follow a higher education that counts from `day`; the lines, none when nothing changed (WF-78)."""
    new = education_on(scheme, facts, first_on, day)
    old, old_start = ledger.education, ledger.start + ledger.plus.grades
    ledger.education, ledger.plus = new, plus_of(scheme, facts, new, day)
    if level_of(new) == level_of(old) or scheme.education.mode is EffectMode.NONE:
        return []
    start = ledger.start + ledger.plus.grades
    head = wording.EDUCATION_HEAD.format(old=level_of(old), new=level_of(new), date=day)
    mode, before = scheme.education.later_upgrade, ledger.grade
    if mode is UpgradeMode.NONE:
        return [head, wording.NO_EFFECT.format(grade=before)]
    if mode is UpgradeMode.ENSURE_MIN:
        _raise_to(ledger, max(ledger.base, start))
        return [head, wording.ENSURE_MIN.format(start=start, a=before, b=ledger.grade)]
    _raise_to(ledger, ledger.base + start - old_start)
    return [head, wording.DIFF_START.format(d=start - old_start, a=before, b=ledger.grade)]


def _raise_to(ledger: Ledger, raw: int) -> None:
    """Up to `raw` within the range; what is above it is overflow. A grade kept above the range stays."""
    highest = max(ledger.base, ledger.post.highest)
    ledger.overflow += max(0, raw - highest)
    ledger.base = max(ledger.base, min(raw, highest))


def change_post(scheme: Scheme, facts: Facts, ledger: Ledger, first_on: date, day: date) -> list[str]:
    """Follow a change of class on `day`; the lines, none when the class is the same (WF-68, WF-80).

    The reason of leaving decides the mode of a change down only: who goes up leaves a post as well, and its
    end is no loss.
    """
    new = post_on(scheme, facts, first_on, day).post
    old = ledger.post
    if new.name == old.name:
        return []
    up = new.rank > old.rank
    reason = None if up else end_reason(facts, old, day)
    rule = scheme.post_change
    mode = rule.up if up else rule.by_reason.get(reason or "", rule.down)
    before, old_start = ledger.grade, ledger.start
    ledger.post = new
    raw, line = _moved(mode, ledger, before, old_start)
    lines = [wording.CHANGE_HEAD.format(old=old.name, new=new.name, date=day), line]
    lines += _into_range(mode, ledger, raw)
    if not up:
        ledger.kept = 0  # the post is lost, and with it what the conversion kept
    elif ledger.base < before:
        lines.append(wording.NOT_LOWER.format(grade=before))
        if not ledger.kept:
            ledger.base = before
    ledger.skips_next = mode is ChangeMode.ENSURE_START and raw > before and rule.skip_next_step_if_raised
    return [*lines, wording.RESULT.format(grade=ledger.grade)]


def _moved(mode: ChangeMode, ledger: Ledger, grade: int, old_start: int) -> tuple[int, str]:
    """The grade by the mode before the range, and its line."""
    start = ledger.start
    if mode is ChangeMode.RECOMPUTE:
        raw = start + ledger.steps + ledger.plus.grades
        plus = wording.plus_text(ledger.plus.each)
        return raw, wording.RECOMPUTE.format(start=start, steps=ledger.steps, plus=plus, raw=raw)
    if mode is ChangeMode.ENSURE_START:
        raw = max(grade, start)
        return raw, wording.ENSURE_START.format(grade=grade, start=start, raw=raw)
    if mode is ChangeMode.SHIFT:
        raw = grade + start - old_start
        return raw, wording.SHIFT.format(grade=grade, new_start=start, old_start=old_start, raw=raw)
    if mode is ChangeMode.KEEP_CAPPED:
        return min(grade, ledger.post.highest), wording.KEEP_CAPPED.format(max=ledger.post.highest)
    return grade, wording.UNCHANGED.format(grade=grade)


def _into_range(mode: ChangeMode, ledger: Ledger, raw: int) -> list[str]:
    """Set the base to `raw` within the range; KEEP stays even above it, never below (WF-21, WF-80)."""
    post = ledger.post
    if mode is ChangeMode.KEEP:
        ledger.base = max(raw, post.lowest)
    else:
        ledger.base = post.limited(raw)
        ledger.overflow = max(0, raw - post.highest)
    if raw > ledger.base:
        return [wording.CAP.format(max=post.highest, overflow=ledger.overflow)]
    return [wording.FLOOR.format(min=post.lowest)] if raw < post.lowest else []

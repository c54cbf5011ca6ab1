"""One line of an engine's explanation (D10): what was done, why, before, after, and by which clause."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a calculation, told to the person concerned.

    `code` tells the step to programs and worked examples; `text` is the whole Chinese sentence of what was
    done. `why`, the values `before` and `after`, and `clause` (document and article) are empty where the
    sentence says everything or no document stands behind it.
    """

    code: str
    text: str
    why: str = ""
    before: str = ""
    after: str = ""
    clause: str = ""

    def as_json(self) -> dict[str, str]:
        """The filled parts, as stored with a locked result and compared by worked examples."""
        parts = {
            "code": self.code,
            "text": self.text,
            "why": self.why,
            "before": self.before,
            "after": self.after,
            "clause": self.clause,
        }
        return {name: value for name, value in parts.items() if value or name in ("code", "text")}


def codes(lines: Iterable[Line]) -> list[str]:
    """The codes of `lines`, in their order."""
    return [line.code for line in lines]

"""Scenes built once: what a builder made of a known database is brought back from a copy of the file.

Builders call the services one after the other, which is most of the time that tests take. On SQLite a test's database
is one file; while it holds nothing but the town and what builders marked `@kept` made, its content is known by their
names and arguments, and the same steps again are a copy. Whatever else commits makes the content unknown, and the
builders simply run.
"""

import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from shuangluan.extensions import db
from shuangluan.kernel import clock

Steps = tuple[str, ...]
NOTHING = "nothing"  # stands for None among the identities of what a builder gives back


class Shelf:
    """The copies of one run, and the steps whose result the opened file is (None: not known)."""

    def __init__(self) -> None:
        self.copies: dict[Steps, tuple[Path, Any]] = {}
        self.seen: set[Steps] = set()
        self.folder: Path | None = None
        self.file: Path | None = None
        self.steps: Steps | None = None

    def open(self, file: Path) -> None:
        """A test begins with the town alone."""
        self.file, self.steps = file, ()

    def forget(self, *_: Any) -> None:
        """Somebody committed: what the file holds is no longer known."""
        self.steps = None

    def take(self, steps: Steps) -> tuple[bool, Any]:
        """Whether these steps are on the shelf; if so, the file is what they made."""
        if steps not in self.copies:
            return False, None
        copy, made = self.copies[steps]
        _let_go()
        shutil.copyfile(copy, self.file)
        found = _found(made)
        db.session.rollback()  # as after a commit, what it holds is read again when somebody looks
        return True, found

    def put(self, steps: Steps, made: Any) -> None:
        """Keep what was asked for a second time; a scene of one test would only fill the disk."""
        if steps not in self.seen:
            self.seen.add(steps)
            return
        identities = _identities(made)
        if identities is None or any(self.file.parent.glob("*/**")):
            return  # a result that cannot be found again, or files beside the database
        _let_go()
        copy = self.folder / f"{len(self.copies)}.db"
        self.copies[steps] = shutil.copyfile(self.file, copy), identities


SHELF = Shelf()


def kept(builder: Callable[..., Any]) -> Callable[..., Any]:
    """Let a builder's work be brought back; its arguments must say all it depends on, besides clock and database."""

    @wraps(builder)
    def build(*args: Any, **more: Any) -> Any:
        before, step = SHELF.steps, _step(builder, args, more)
        if before is None or step is None or db.session.info.get("writing"):
            return builder(*args, **more)
        steps = (*before, step)
        there, made = SHELF.take(steps)
        if not there:
            made = builder(*args, **more)
            SHELF.put(steps, made)
        SHELF.steps = steps
        return made

    return build


def _step(builder: Callable[..., Any], args: tuple[Any, ...], more: dict[str, Any]) -> str | None:
    words = [_word(one) for one in (*args, *(part for pair in sorted(more.items()) for part in pair))]
    told = f"{builder.__module__}.{builder.__qualname__}({', '.join(words)}) at {clock.now()}"
    return None if " at 0x" in told else told


def _word(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(_word(getattr(value, one.name)) for one in fields(value))})"
    identity = _identities(value)
    return repr(value if identity is None else identity)


def _identities(made: Any) -> Any:
    """How records are found again: their class and id; None is itself, a tuple or list piece by piece."""
    if made is None:
        return NOTHING
    if isinstance(made, list | tuple):
        pieces = [_identities(one) for one in made]
        return None if None in pieces else type(made)(pieces)
    state = inspect(made, raiseerr=False)
    key = getattr(state, "identity", None)
    return (type(made), key) if key else None


def _found(identities: Any) -> Any:
    if identities == NOTHING:
        return None
    if isinstance(identities, tuple) and isinstance(identities[0], type):
        return db.session.get_one(*identities)
    return type(identities)(_found(one) for one in identities)


def _let_go() -> None:
    """Close every connection, so that the file is whole; records that a test holds stay in the session."""
    db.session.rollback()
    db.engine.dispose()

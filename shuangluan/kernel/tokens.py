"""Codes of 128 random bits, shown once, stored hashed, revocable (D22); a guesser is slowed down as at the sign-in."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, func, insert, select, update

from shuangluan.extensions import db
from shuangluan.kernel.models import AccessToken, SignInAttempt

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # without the letters that are read as digits
LENGTH = 26  # 128 bits, five to a letter
LOOKS_LIKE = str.maketrans("oil", "011")
WINDOW = timedelta(minutes=1)
MOST_MISSES = 20  # from one address within the window


def _drawn() -> str:
    number = secrets.randbits(128)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def normal(code: str) -> str:
    """A code as typed by hand: any case, any grouping, o for 0, i and l for 1."""
    return "".join(c for c in code.lower() if c.isalnum()).translate(LOOKS_LIKE)


def grouped(code: str) -> str:
    """As printed: four letters at a time."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def digest_of(code: str) -> str:
    """How it stands in its row; 128 random bits need no salt."""
    return hashlib.sha256(normal(code).encode()).hexdigest()


def issue(purpose: str, record_id: int, count: int, *, on: date) -> list[str]:
    """`count` new codes for a record. They are returned once and never again; the caller records the issue."""
    codes = [_drawn() for _ in range(count)]
    rows = [
        {
            "purpose": purpose, "record_id": record_id, "digest": digest_of(code), "issued_on": on, "is_spent": False,
            "is_revoked": False,
        }
        for code in codes
    ]  # fmt: skip
    db.session.execute(insert(AccessToken), sorted(rows, key=lambda row: str(row["digest"])))
    return codes


def live(purpose: str, code: str) -> AccessToken | None:
    """The row of a code that was issued and not revoked; it may be spent."""
    return db.session.scalar(
        select(AccessToken).where(
            AccessToken.digest == digest_of(code), AccessToken.purpose == purpose, AccessToken.is_revoked.is_(False)
        )
    )


def spend(token: AccessToken) -> bool:
    """Use it up; False where it was used before. Two at once: one of them."""
    done = db.session.execute(
        update(AccessToken)
        .where(AccessToken.id == token.id, AccessToken.is_spent.is_(False), AccessToken.is_revoked.is_(False))
        .values(is_spent=True)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def revoke(purpose: str, record_id: int) -> int:
    """Make every unused code of a record worthless; how many there were."""
    done = db.session.execute(
        update(AccessToken)
        .where(
            AccessToken.purpose == purpose, AccessToken.record_id == record_id, AccessToken.is_spent.is_(False),
            AccessToken.is_revoked.is_(False),
        )
        .values(is_revoked=True)
    )  # fmt: skip
    assert isinstance(done, CursorResult)
    return int(done.rowcount)


def is_too_fast(address: str, at: datetime) -> bool:
    """Whether an address guessed wrong too often within the last minute; misses at the sign-in count as well (A08)."""
    misses = select(func.count()).where(
        SignInAttempt.address == address, SignInAttempt.at > at - WINDOW, SignInAttempt.at <= at
    )
    return (db.session.scalar(misses) or 0) >= MOST_MISSES


def note_miss(address: str, at: datetime) -> None:
    """Remember a wrong code of an address; who guesses right leaves nothing behind."""
    db.session.add(SignInAttempt(address=address, name_digest="", at=at))

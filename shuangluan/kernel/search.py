"""Search text with pinyin initials and the one way to ask for it on both databases (D27)."""

import unicodedata
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin
from pypinyin.core import Pinyin
from sqlalchemy import ColumnElement, and_, true

_WORDS = Pinyin()
MAX_QUERY = 100  # characters of a search that are looked at

# pypinyin reads these surnames like the everyday word (stack of readings checked by hand).
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "缪": "miao", "翟": "zhai",
    "覃": "qin", "种": "chong", "员": "yun", "秘": "bi", "乐": "yue", "折": "she", "逄": "pang", "隗": "wei",
    "召": "shao", "冼": "xian", "洗": "xian", "黑": "he", "尉": "wei", "盖": "ge", "朴": "piao", "繁": "po",
}


def norm(text: str) -> str:
    """NFKC, lower case, single blanks: the form in which text is stored for search and asked for."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def pinyin(name: str) -> str:
    """A person's name in pinyin for sorting, the surname read as a surname."""
    syllables = lazy_pinyin(name)
    if name and name[0] in SURNAMES and syllables:
        syllables[0] = SURNAMES[name[0]]
    return " ".join(syllables).lower()


@lru_cache(maxsize=20_000)
def _first_letters(word: str) -> str:
    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)).lower()


@lru_cache(maxsize=20_000)
def initials(text: str, *, person: bool = False) -> str:
    """First letters of the pinyin: 万和城 → whc."""
    if person:
        return "".join(syllable[0] for syllable in pinyin(text).split())
    return "".join(map(_first_letters, _WORDS.seg(text)))  # texts differ, their words come again and again


def search_text(*texts: str, people: tuple[str, ...] = ()) -> str:
    """What a row is found by: its texts, the first one's initials, people with theirs."""
    words = [norm(text) for text in (*texts, *people) if text]
    first = [initials(text) for text in texts[:1] if text]
    return " ".join(words + first + [initials(name, person=True) for name in people if name])


def matches(column: Any, query: str) -> ColumnElement[bool]:
    """Rows whose search text holds every word of `query`; % and _ are ordinary characters."""
    words = norm(query[:MAX_QUERY].replace("\0", "")).split()
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))

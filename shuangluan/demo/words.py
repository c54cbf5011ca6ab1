"""Names of the demonstration district. Places that are published keep their names; persons are invented and say so."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shuangluan.kernel.models import CompoundKind

MARK = "（演示）"

SURNAMES = "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗方俞任袁柳唐费岑薛雷贺"
FIRST = "建立志国文明海春晓玉秀丽淑桂红艳雪振永德世家景宏庆福子雅"
SECOND = "新平军伟强勇杰涛斌辉民生成林梅兰英华芳敏静霞娟燕玲琴云洁莹慧宁安"

HOUSEHOLDS_AT_ENTRANCE = {
    CompoundKind.OLD: 12, CompoundKind.RESETTLED: 14, CompoundKind.STANDARD: 14, CompoundKind.NEW: 22,
}  # fmt: skip

COMPANIES = tuple(
    f"{name}物业{MARK}" for name in ("和顺", "御祥", "滦新", "安居", "宝鼎", "鑫盛", "金秀", "龙玺", "钢城", "欢乐江山")
)
COMPANY_OF = {  # whose compounds are looked after by whom; the others go round
    "130803003002": 0, "130803001008": 1, "130803003006": 4, "130803001014": 6, "130803100001": 7, "130803003007": 9,
}  # fmt: skip

HOUSING, CITY, MARKET, LABOUR, CIVIL, POLICE, FIRE = (
    "区住建局", "区城管执法局", "区市场监管局", "区人社局", "区民政局", "公安双滦分局", "区消防救援大队",
)  # fmt: skip
HEAT, GAS, WATER = (f"{name}企业{MARK}" for name in ("供热", "燃气", "供水"))
DEPARTMENTS = (HOUSING, CITY, MARKET, LABOUR, CIVIL, POLICE, FIRE, HEAT, GAS, WATER)
UNIT = f"区财政局{MARK}"
OWNERS = f"万和城一期业主委员会{MARK}"

SPECIALITIES = ("便民服务", "矛盾调解", "平安巡防")


@dataclass(frozen=True, slots=True)
class Plan:
    """A compound as it is to be built: kind, buildings with entrances each, whether a company serves it."""

    name: str
    kind: CompoundKind
    buildings: int
    entrances: int
    served: bool = True

    @property
    def households(self) -> int:
        """Flats at an entrance of that kind of building, times entrances."""
        return self.buildings * self.entrances * HOUSEHOLDS_AT_ENTRANCE[self.kind]


@lru_cache(maxsize=1)
def _table() -> dict[str, list[Plan]]:
    """The file beside this module.

    欢乐江山、宝鼎花园、安顺乐居、名嘉花园、滦河新区 are named in the article; in which community the last three lie
    is an assumption of the demonstration. The other names are invented after their community.
    """
    known: dict[str, list[Plan]] = {}
    with (Path(__file__).parent / "compounds.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind, served = CompoundKind(row["kind"]), row["served"] == "yes"
            plan = Plan(row["name"], kind, int(row["buildings"]), int(row["entrances"]), served)
            known.setdefault(row["community"], []).append(plan)
    return known


def plans(community: str, short_name: str) -> list[Plan]:
    """The compounds of a community; two invented ones where the table does not know it."""
    old, standard = CompoundKind.OLD, CompoundKind.STANDARD
    invented = [Plan(f"{short_name}小区", old, 4, 3), Plan(f"{short_name}家园", standard, 4, 3)]
    return _table().get(community, invented)


def person_names(rng: random.Random) -> Iterator[str]:
    """Invented names without end, each once, each marked."""
    seen: set[str] = set()
    while True:
        name = rng.choice(SURNAMES) + rng.choice(FIRST) + rng.choice(SECOND)
        if name not in seen:
            seen.add(name)
            yield name + MARK


def phone(number: int) -> str:
    """The n-th telephone number of the demonstration: 1380000 and four digits, nobody's."""
    return f"1380000{number % 10000:04d}"

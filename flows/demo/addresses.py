"""Where the town's people live, in characters and as it is typed in Latin letters.

The roads have the names that every city has; the numbers on them are invented.
"""

import numpy as np
import polars as pl

from flows.demo.names import CITIES

__all__ = ["PLACE", "house_people", "pick_cities", "with_streets"]

# What says where a person lives, before it is written out.
PLACE = ("road", "lane", "house", "room", "city", "province", "postcode")

ROADS: tuple[tuple[str, str], ...] = (
    ("南京西路", "Nanjing West Road"),
    ("人民路", "Renmin Road"),
    ("中山北路", "Zhongshan North Road"),
    ("解放路", "Jiefang Road"),
    ("建设路", "Jianshe Road"),
    ("和平路", "Heping Road"),
    ("光明路", "Guangming Road"),
    ("长江路", "Changjiang Road"),
    ("黄河路", "Huanghe Road"),
    ("学院路", "Xueyuan Road"),
    ("文化路", "Wenhua Road"),
    ("新华路", "Xinhua Road"),
    ("花园路", "Huayuan Road"),
    ("青年路", "Qingnian Road"),
    ("胜利路", "Shengli Road"),
    ("东风路", "Dongfeng Road"),
    ("北京东路", "Beijing East Road"),
    ("湖滨路", "Hubin Road"),
    ("体育路", "Tiyu Road"),
    ("公园路", "Gongyuan Road"),
    ("桃源路", "Taoyuan Road"),
    ("翠竹路", "Cuizhu Road"),
    ("梅园路", "Meiyuan Road"),
    ("莲花路", "Lianhua Road"),
    ("银杏路", "Yinxing Road"),
    ("书香路", "Shuxiang Road"),
    ("灯笼街", "Denglong Street"),
    ("春晓路", "Chunxiao Road"),
    ("明月路", "Mingyue Road"),
    ("白云路", "Baiyun Road"),
)
WESTERN_ROADS = (
    *("Lantern Street", "Mill Lane", "Orchard Road", "Station Road", "Church Street"),
    *("Maple Avenue", "Harbour Street", "Garden Close", "Victoria Terrace"),
    *("Kingfisher Way", "Chestnut Drive", "Bridge Street"),
)
CITY_SHARES = (0.7, 0.1, 0.08, 0.06, 0.03, 0.03)
LANE_SHARE = 0.7
MOST_FLOORS = 18

Rng = np.random.Generator


def house_people(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The people, each with a road, a lane or none, and a room beside the house."""
    count = people.height
    lane = np.where(
        rng.random(count) < LANE_SHARE, 10 * rng.integers(1, 120, count) + 8, 0
    )
    floor = rng.integers(1, MOST_FLOORS + 1, count)
    return people.with_columns(
        pl.Series("road", rng.integers(0, len(ROADS), count)),
        pl.Series("lane", lane),
        pl.Series("room", floor * 100 + rng.integers(1, 5, count)),
    )


def pick_cities(count: int, rng: Rng) -> pl.DataFrame:
    """A city for each of ``count`` people: city, province, postcode."""
    city = rng.choice(len(CITIES), size=count, p=CITY_SHARES)
    district = pl.Series(rng.integers(0, 100, count)).cast(pl.String).str.zfill(2)
    names, provinces, postcodes = (
        pl.Series(part) for part in zip(*CITIES, strict=True)
    )
    return pl.DataFrame(
        {
            "city": names.gather(city),
            "province": provinces.gather(city),
            "postcode": postcodes.gather(city) + district,
        }
    )


def with_streets(people: pl.DataFrame) -> pl.DataFrame:
    """The people with their street written out: ``street`` and ``street_latin``."""
    lane, house, room = (pl.col(name).cast(pl.String) for name in PLACE[1:4])
    has_lane = pl.col("lane") > 0
    characters = (
        _road([name for name, _ in ROADS])
        + pl.when(has_lane).then(lane + "弄").otherwise(pl.lit(""))
        + house
        + "号"
        + room
        + "室"
    )
    latin = (
        ("Room " + room + ", No. " + house + ", ")
        + pl.when(has_lane).then("Lane " + lane + ", ").otherwise(pl.lit(""))
        + _road([name for _, name in ROADS])
    )
    western = house + " " + _road(list(WESTERN_ROADS)) + ", Flat " + room
    return people.with_columns(
        pl.when("is_western").then(western).otherwise(characters).alias("street"),
        pl.when("is_western").then(western).otherwise(latin).alias("street_latin"),
    )


def _road(names: list[str]) -> pl.Expr:
    return (pl.col("road") % len(names)).replace_strict(
        dict(enumerate(names)), return_dtype=pl.String
    )

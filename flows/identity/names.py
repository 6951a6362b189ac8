"""Names in a form in which they can be compared, however they were written.

``王小东``, ``王小東先生``, ``Wang Xiaodong``, ``Xiao-Dong WANG`` and ``Ｗａｎｇ，Xiao
Dong`` are all the given name ``xiaodong`` and the family name ``wang``.
"""

import polars as pl

from flows.identity.scripts import HAN, folded, latin, simplified

__all__ = ["name_forms"]

PARTS = ("name", "given_name", "family_name")


def _words(text: str) -> list[str]:
    return text.split()


# Family names of two characters that are still in use, and those whose first reading is
# not the one of the name (Xinhua dictionary's appendix of surnames).
COMPOUND_FAMILIES = _words(
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 端木 南宫 "
    "轩辕 独孤 太史 申屠 呼延 万俟 闻人 濮阳 淳于 单于 公羊 澹台 宗政 钟离 鲜于 司空 "
    "闾丘 百里 东郭 西门"
)
FAMILY_READINGS = {
    **{"尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai"},
    **{"单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren"},
    **{"区": "ou", "盖": "ge", "缪": "miao", "朴": "piao", "翟": "zhai", "覃": "qin"},
    **{"冼": "xian", "乐": "yue", "员": "yun", "黑": "he", "折": "she", "召": "shao"},
    **{"繁": "po", "宓": "mi", "洗": "xian", "秘": "bi", "种": "chong", "重": "chong"},
}
# Family names in pinyin, of the hundred that 85 % of the people in China have (Ministry
# of Public Security, 2020): only to tell which end of a Latin name is the family's.
FAMILIES_IN_PINYIN = _words(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao "
    "luo zheng liang xie song tang han feng deng cao peng zeng xiao tian dong pan "
    "yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan fan "
    "liao jin shi jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan lei "
    "long tao hao gu mao wan qian dai mo kong xiang chang kang ni ouyang situ zhuge"
)
SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu"
    "|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
TITLES = (
    r"(?:^|\s)(?:mr|mrs|ms|miss|mx|dr|prof|sir|jr|sr|herr|frau|mme|mlle|m)\.?(?:\s|$)"
)
HAN_TITLES = "(?:先生|女士|小姐|太太|老师|同学|师傅|经理|医生|教授|夫人|阿姨)$"
# What people type when they do not want to give a name, or have none. Cash and Guest
# are family names too: it is no name only where all that is given is one of these.
PLACEHOLDERS = [
    "n a",
    "no name",
    "walk in",
    *_words(
        "unknown test tester guest customer anonymous anon none null na nil nobody "
        "user member walkin cash cashsale noname xxx 匿名 匿名用户 无 无名 未知 顾客 "
        "散客 客户 会员 测试 用户 游客 路人"
    ),
]
NAME = rf"{HAN}|\p{{L}}[^*]*\p{{L}}"


def name_forms(persons: pl.DataFrame) -> pl.DataFrame:
    """The comparable forms of every record's name.

    Args:
        persons: ``record_id`` and the texts ``name``, ``given_name``, ``family_name``,
            any of which may be null.

    Returns:
        One row per record, sorted: ``record_id``, ``given_key`` and ``family_key`` in
        Latin letters without blanks, null where the name does not say.
    """
    written = persons.select(PARTS).unique()
    clean = written.with_columns(
        _clean(written[part]).alias(f"clean_{part}") for part in PARTS
    )
    whole = pl.col("clean_name")
    given, family = pl.col("clean_given_name"), pl.col("clean_family_name")
    is_split = given.is_not_null() & family.is_not_null()
    is_none = _is_placeholder(given, family)
    given, family = (pl.when(~is_none).then(part) for part in (given, family))
    one = pl.coalesce(whole, given, family)
    # Many a shop has a whole name in one of the two; one word of Latin letters is none.
    is_given = whole.is_null() & family.is_null() & ~given.str.contains(rf"\s|,|{HAN}")
    believed = pl.coalesce(is_split | is_given, pl.lit(value=False))
    parts = clean.with_columns(
        given=pl.when(believed).then(given).otherwise(_given_of(one)),
        family=pl.when(believed).then(family).otherwise(_family_of(one)),
    )
    keyed = parts.select(
        *PARTS,
        _key(latin(parts["given"])).alias("given_key"),
        _key(_latin_families(parts["family"])).alias("family_key"),
    )
    keys = pl.col("given_key", "family_key")
    named = keyed.with_columns(
        pl.when(~_is_placeholder(pl.col("given_key"), pl.col("family_key"))).then(keys)
    )
    return (
        persons.join(named, on=PARTS, how="left", nulls_equal=True, validate="m:1")
        .select("record_id", "given_key", "family_key")
        .sort("record_id")
    )


def _clean(texts: pl.Series) -> pl.Series:
    """Folded, without titles, figures and signs; null where no name is left.

    A comma stays, because the family name stands before it; so does what is left of a
    name of which stars hide the rest.
    """
    text = pl.col(texts.name)
    plain = (
        folded(text)
        .str.replace_all(r"[·•‧]", "")
        .str.replace_all(r"(\p{L})[-‐‑’'`](\p{L})", "${1}${2}")
        .str.replace_all(r"(\p{L})[-‐‑’'`](\p{L})", "${1}${2}")
        .str.replace_all(r"[^\p{L},*.]+", " ")
        .str.replace_all(TITLES, " ")
        .str.replace_all(TITLES, " ")
        .str.replace_all(r"[.\s]+", " ")
        .str.strip_chars(" ,")
    )
    bare = simplified(texts.to_frame().select(plain).to_series())
    bare = bare.str.replace(HAN_TITLES, "")
    least = NAME if texts.name == "name" else r"\p{L}"  # an initial is a part of one
    is_name = bare.str.contains(least)
    if texts.name == "name":
        is_name &= ~bare.is_in(PLACEHOLDERS)
    return pl.select(pl.when(is_name).then(bare).alias(texts.name)).to_series()


def _is_placeholder(*parts: pl.Expr) -> pl.Expr:
    """Whether every part that is given is a placeholder."""
    return pl.all_horizontal(
        part.is_null() | part.is_in(PLACEHOLDERS) for part in parts
    )


def _given_of(name: pl.Expr) -> pl.Expr:
    is_hidden = name.str.contains("*", literal=True)
    return (
        pl.when(is_hidden)
        .then(None)
        .when(name.str.contains(f"^{HAN}"))
        .then(name.str.replace(_han_family(), ""))
        .when(name.str.contains(","))
        .then(name.str.extract(r",(.*)$"))
        .when(_begins_with_family(name))
        .then(name.str.replace(r"^\S+\s", ""))
        .otherwise(name.str.extract(r"^(.*)\s\S+$"))
    )


def _family_of(name: pl.Expr) -> pl.Expr:
    is_hidden = name.str.contains("*", literal=True)
    return (
        pl.when(name.str.contains(f"^{HAN}"))
        .then(name.str.extract(f"({_han_family()})"))
        .when(is_hidden)
        .then(None)
        .when(name.str.contains(","))
        .then(name.str.extract(r"^([^,]*),"))
        .when(_begins_with_family(name))
        .then(name.str.extract(r"^(\S+)\s"))
        .otherwise(name.str.extract(r"(\S+)$"))
    )


def _han_family() -> str:
    return f"^(?:{'|'.join(COMPOUND_FAMILIES)}|{HAN})"


def _begins_with_family(name: pl.Expr) -> pl.Expr:
    """Whether it is pinyin with the family name first, and cannot be the other way."""
    first, last = name.str.extract(r"^(\S+)"), name.str.extract(r"(\S+)$")
    is_pinyin = name.str.contains(rf"^(?:(?:{SYLLABLE})+\s?)+$")
    return is_pinyin & first.is_in(FAMILIES_IN_PINYIN) & ~last.is_in(FAMILIES_IN_PINYIN)


def _latin_families(families: pl.Series) -> pl.Series:
    read = families.replace(FAMILY_READINGS)
    return latin(read)


def _key(texts: pl.Series) -> pl.Series:
    """The letters alone; null where there are none."""
    letters = texts.str.replace_all(r"[^\p{L}]", "")
    return pl.select(pl.when(letters != "").then(letters)).to_series()

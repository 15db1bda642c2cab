"""Names as they are heard in the north-east, by generation; any likeness is chance."""

from __future__ import annotations

from random import Random

from models.sample.people import Gender

SURNAMES = (
    "王李张刘赵孙于徐杨陈高姜宋马郭朱韩佟关孟白曲何吕丁董冯曹潘谭邵侯金林许唐邹隋范车黄胡梁郑谢孔"
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN: dict[tuple[Gender, str], tuple[str, ...]] = {
    ("f", "old"): _words(
        "桂兰 桂芝 桂荣 秀兰 秀英 秀珍 秀芝 玉兰 玉珍 玉梅 玉芬 淑珍 淑兰 淑芬 淑英 凤兰 凤英 凤芹 "
        "素珍 素芬 素琴 春兰 春芳 亚芹 亚珍 彩云 月英 兰香 翠花 贵珍 丽娟 敏芝"
    ),
    ("m", "old"): _words(
        "德海 德山 德福 玉山 玉林 玉春 凡玉 长海 长山 长林 永福 永贵 永昌 国栋 国林 国臣 振江 振海 "
        "振东 殿臣 殿林 景山 景春 洪生 洪林 宝山 宝林 喜顺 福田 万山 云祥 忠厚"
    ),
    ("f", "middle"): _words(
        "丽华 丽萍 丽娜 晓燕 晓丽 晓红 秀丽 艳红 艳玲 艳华 海燕 海霞 春梅 春艳 红梅 红霞 立新 敏 静 芳 "
        "玲 杰 娟 霞 颖 慧敏 雪梅 立华 冬梅 桂芳 文静 亚男"
    ),
    ("m", "middle"): _words(
        "建国 建军 建华 建平 国强 国庆 志强 志刚 志伟 海波 海涛 海军 春生 春雷 立军 立国 文革 永强 永军 "
        "强 军 勇 伟 刚 涛 磊 明 宏伟 宏宇 大伟 晓东 铁军"
    ),
    ("f", "young"): _words(
        "雪 婷 悦 欣 琪 佳怡 欣怡 梓涵 雨桐 诗涵 思琪 雨欣 一诺 可欣 梦瑶 佳琪 语桐 子萱 若曦 紫涵"
    ),
    ("m", "young"): _words(
        "浩 宇 博 鑫 超 浩然 宇轩 子轩 浩宇 博文 俊杰 天宇 明轩 梓睿 家豪 子涵 文博 一鸣 泽宇 嘉乐"
    ),
}
_OLD_BEFORE, _YOUNG_FROM = 1962, 1996


def generation(birth_year: int) -> str:
    if birth_year < _OLD_BEFORE:
        return "old"
    return "young" if birth_year >= _YOUNG_FROM else "middle"


def name(rng: Random, gender: Gender, birth_year: int, surname: str = "") -> str:
    given = _GIVEN[gender, generation(birth_year)]
    return (surname or rng.choice(SURNAMES)) + rng.choice(given)


def phone(number: int) -> str:
    """``100-0000-0021``: no network has numbers that begin with 100 and eight digits more."""
    return f"100-{number // 10_000:04d}-{number % 10_000:04d}"

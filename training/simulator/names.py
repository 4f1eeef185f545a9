"""Invented names of places and people. None of them is a real place of the county code 990101, which does not exist."""

from __future__ import annotations

import numpy as np

COUNTY = ("云岭省", "岚溪市", "石泉岭县")
COUNTY_CODE = "990101"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_MALE = "建国强军明华平志伟勇刚海波斌辉文林东峰龙飞宝福贵成德荣喜庆胜利永春山石生根柱"
GIVEN_FEMALE = "秀英兰芳玉珍梅香霞丽娟红燕桂花凤琴云莲翠芬巧慧敏静雪春月娥爱菊彩莉萍艳琳婷欣"

SAME_SOUND = {
    "建": "健", "强": "蔷", "军": "君", "明": "名", "华": "化", "志": "智", "伟": "玮", "勇": "永", "刚": "钢", "波": "博",
    "辉": "晖", "文": "闻", "林": "琳", "东": "冬", "峰": "锋", "飞": "非", "福": "富", "成": "诚", "荣": "蓉", "喜": "禧",
    "胜": "盛", "永": "咏", "山": "杉", "生": "升", "秀": "绣", "英": "瑛", "兰": "蓝", "芳": "方", "玉": "育", "珍": "贞",
    "梅": "玫", "香": "湘", "丽": "莉", "娟": "涓", "红": "洪", "燕": "艳", "凤": "奉", "琴": "芹", "云": "芸", "莲": "连",
    "芬": "纷", "慧": "惠", "静": "净", "爱": "艾", "萍": "平", "婷": "亭", "欣": "新",
}  # fmt: skip
"""Characters of given names, and another one of the same sound."""

PLACE_FIRST = "青河柳石松清龙金白云大小上下东西南北新长杨榆桃杏梨黄红双三马牛羊凤草岭沙泉塔桥"
PLACE_SECOND = "石湾林桥坪沟岭坡泉庄家塘台峪梁洼井坝口滩"

SCHOOLS = ("中心小学", "初级中学", "第一中学", "职业教育中心", "外地院校")
HOSPITALS = ("县人民医院", "县中医院", "市第一人民医院", "省肿瘤医院")
BANKS = ("农村商业银行", "邮政储蓄银行")
PROJECTS = ("肉牛养殖", "食用菌大棚", "中药材种植", "土鸡养殖", "蔬菜大棚", "苹果园")
COMPANIES = ("建筑劳务公司", "电子厂", "服装厂", "物流公司", "餐饮店", "家政公司", "食品厂")
MAJOR_DISEASES = ("终末期肾病", "乳腺癌", "肺癌", "胃癌", "急性心肌梗死", "脑梗死", "重性精神病", "慢性粒细胞白血病")
CHRONIC_DISEASES = ("高血压", "糖尿病", "慢性阻塞性肺疾病", "类风湿关节炎", "冠心病")


def place_names(count: int, rng: np.random.Generator) -> list[str]:
    """`count` different two-character names, numbered once the pairs run out."""
    pairs = [first + second for first in PLACE_FIRST for second in PLACE_SECOND]
    order = rng.permutation(len(pairs))
    shuffled = [pairs[place] for place in order]
    return [shuffled[i % len(pairs)] + ("" if i < len(pairs) else f"{i // len(pairs) + 1}组") for i in range(count)]


def person_names(household: np.ndarray, female: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A name for each person; members of a household mostly share a surname. Returns `len(household)` names."""
    count = len(household)
    family = rng.integers(0, len(SURNAMES), int(household.max(initial=0)) + 1)
    other = rng.random(count) < 0.3
    surname = np.where(other, rng.integers(0, len(SURNAMES), count), family[household])
    first = rng.integers(0, len(GIVEN_MALE), count)
    second = rng.integers(0, len(GIVEN_MALE), count)
    two = rng.random(count) < 0.75
    male_chars, female_chars = np.array(list(GIVEN_MALE)), np.array(list(GIVEN_FEMALE)[: len(GIVEN_MALE)])
    surnames = np.array(list(SURNAMES))[surname]
    given_one = np.where(female, female_chars[first % len(female_chars)], male_chars[first])
    given_two = np.where(female, female_chars[second % len(female_chars)], male_chars[second])
    return [
        str(s) + str(a) + (str(b) if both else "")
        for s, a, b, both in zip(surnames, given_one, given_two, two, strict=True)
    ]

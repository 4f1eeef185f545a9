"""Scenario files: what they say in either language, and every mistake in words that say what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from features.vocabulary import IllnessSetting, PlaceTier, ShockKind
from models.stress import Scenario, ScenarioError, load_scenario
from models.stress.reading import example_scenarios
from models.stress.scenario import SHOCKS, Disaster, JobsLost, MedicalCosts, Wages
from tests.house.repository import ROOT

HOMES = pl.DataFrame(
    {
        "region_code": ["990101001001", "990101002001", "990101003001", "990102003001"],
        "township": ["北岭乡", "河庄镇", "柳湾乡", "柳湾乡"],
    }
)

WHOLE = """
name: 工资下降，三个乡镇受旱，住院涨价
seed: 7
shocks:
  - {shock: wages, change: -20%, places: [县外省内, outside]}
  - {shock: disaster, kind: 旱灾, loss_yuan_per_mu: 300, townships: [北岭乡, 990101002, "990101003"]}
  - {shock: medical_costs, change: "+30 %", settings: [住院]}
  - {shock: jobs_lost, share: 12.5%}
"""


def read(tmp_path: Path, text: str) -> Scenario:
    file = tmp_path / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return load_scenario(file)


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        read(tmp_path, text)
    return str(refused.value)


def one(shock: str) -> str:
    return f"name: 情景\nshocks:\n  - {shock}\n"


def test_a_scenario_speaks_chinese_or_english(tmp_path: Path) -> None:
    wages, drought, bills, jobs = read(tmp_path, WHOLE).in_county(HOMES).shocks
    assert isinstance(wages, Wages)
    assert (wages.change, wages.places) == (-0.2, (PlaceTier.PROVINCE, PlaceTier.OUTSIDE))
    assert isinstance(drought, Disaster)
    assert (drought.kind, drought.share) == (ShockKind.DROUGHT, 1.0)
    assert drought.townships == ("990101001", "990101002", "990101003")
    assert isinstance(bills, MedicalCosts)
    assert (bills.change, bills.settings) == (0.3, (IllnessSetting.INPATIENT,))
    assert isinstance(jobs, JobsLost)
    assert (jobs.share, jobs.townships) == (0.125, ())


@pytest.mark.parametrize("name", example_scenarios())
def test_every_example_that_comes_with_fanpin_can_be_used_by_its_name(name: str) -> None:
    scenario = load_scenario(Path(name)).in_county(HOMES)
    assert scenario.name
    assert scenario.name_en


def test_the_examples_show_every_kind_of_shock() -> None:
    shown = {shock.shock for name in example_scenarios() for shock in load_scenario(Path(name)).shocks}
    assert shown == set(SHOCKS)


@pytest.mark.parametrize(
    ("shock", "zh", "en"),
    [
        ("{shock: flood, change: -20%}", "没有叫“flood”的冲击，shock 可写：wages（务工工资变化）", "not 'flood'"),
        ("{shock: wage, change: -20%}", "没有叫“wage”的冲击", "(is wages meant?)"),
        ("{change: -20%}", "每个冲击要写 shock", "shock must be one of wages, jobs_lost"),
        ("wages", "“wages”不是一项冲击，要写成“shock: wages”这样的条目", "no shock"),
        ("{shock: wages}", "shocks[1].change：缺少 change，请补上，例如 change: -20%", "change is missing"),
        ("{shock: wages, change: -0.2}", "-0.2 不是百分数，请写成 -20% 或 +30%", "write it as -20%"),
        ("{shock: wages, change: 20}", "20 不是百分数", "is no percentage"),
        ("{shock: wages, change: a fifth}", "a fifth 不是百分数", "is no percentage"),
        ("{shock: wages, change: -120%}", "请写 -100% 到 +1000% 之间", "from -100% to +1000%"),
        ("{shock: wages, change: 0%}", "不为零", "not zero"),
        ("{shock: wages, change: nan%}", "nan% 不是百分数", "is no percentage"),
        ("{shock: jobs_lost, share: 0%}", "大于 0%、不超过 100%", "above 0% and up to 100%"),
        ("{shock: jobs_lost, share: 110%}", "大于 0%、不超过 100%", "above 0% and up to 100%"),
        ("{shock: jobs_lost, share: -10%}", "大于 0%、不超过 100%", "above 0% and up to 100%"),
        ("{shock: wages, change: -20%, place: 省外}", "没有 place 这一项，可写：shock、change、places、townships", "is places meant?"),
        ("{shock: wages, change: -20%, places: [国外]}", "没有“国外”，可写：乡(镇)内、乡(镇)外县内、县外省内、省外", "township, county"),
        ("{shock: wages, change: -20%, places: []}", "shocks[1].places：不能为空", "at least one"),
        ("{shock: wages, change: '{x}%'}", "{x}% 不是百分数", "is no percentage"),
        ("{shock: medical_costs, change: +30%, settings: [确诊登记]}", "没有“确诊登记”，可写：住院、门诊", "inpatient, outpatient"),
        ("{shock: disaster, kind: 车祸, loss_yuan: 100}", "没有“车祸”，可写：洪涝灾害", "disaster_flood"),
        ("{shock: disaster, kind: 旱灾}", "请写损失：loss_yuan_per_mu（每亩多少元）或 loss_yuan（每户多少元），只写一个", "one of the two"),
        ("{shock: disaster, kind: 旱灾, loss_yuan: 1, loss_yuan_per_mu: 1}", "只写一个", "one of the two"),
        ("{shock: disaster, kind: 旱灾, loss_yuan: -5}", "“-5”不能用", "greater than 0"),
        ("{shock: disaster, kind: 旱灾, loss_yuan: many}", "“many”不能用", "valid number"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_shock_says_where_it_is_and_what_to_write(tmp_path: Path, shock: str, zh: str, en: str) -> None:
    text = refusal(tmp_path, one(shock))
    first, problem = text.splitlines()
    assert "有 1 处须更正" in first
    chinese, _, english = problem.partition(" | ")
    assert zh in chinese
    assert en in english
    assert "shocks[1]" in chinese


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = refusal(tmp_path, "title: x\nshocks:\n  - {shock: wages}\n  - {shock: hail}\n")
    assert "有 4 处须更正 | " in text
    assert [line.strip().partition("：")[0] for line in text.splitlines()[1:]] == [
        "name",
        "shocks[1].change",
        "shocks[2]",
        "title",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: 情景\nshocks: []\n", "shocks：不能为空"),
        ("name: 情景\n", "缺少 shocks，请补上，写出一个或几个冲击"),
        ("- wages\n", "情景文件要写 name 和 shocks"),
        ("", "情景文件要写 name 和 shocks"),
        ("name: [情景\n", "不是 UTF-8 的 YAML"),
        ("name: 一\nname: 二\nshocks: []\n", "同一名称重复出现：name"),
    ],
)
def test_a_file_that_is_no_scenario_says_what_one_holds(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes("name: 工资下降\n".encode("gbk"))
    with pytest.raises(ScenarioError, match="请检查编码"):
        load_scenario(file)


def test_a_file_that_is_not_there_names_the_examples(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"没有情景文件 .*drought、hospital_prices、wages_away"):
        load_scenario(tmp_path / "nowhere.yaml")
    with pytest.raises(ScenarioError, match="是文件夹"):
        load_scenario(tmp_path)


@pytest.mark.parametrize(
    ("township", "words"),
    [
        ("南岭乡", "没有乡镇“南岭乡”（当日没有户住在那里），请写9位代码或名称：990101001 北岭乡、990101002 河庄镇"),
        ("990101009", "没有乡镇“990101009”"),
        ("990101001001", "没有乡镇“990101001001”"),
        ("柳湾乡", "有几个乡镇都叫“柳湾乡”，请写代码：990101003、990102003"),
    ],
)
def test_a_township_where_nobody_lives_is_refused_with_those_that_are_there(
    tmp_path: Path, township: str, words: str
) -> None:
    scenario = read(tmp_path, one(f"{{shock: wages, change: -20%, townships: ['{township}', 北岭乡]}}"))
    with pytest.raises(ScenarioError) as refused:
        scenario.in_county(HOMES)
    assert words in str(refused.value).partition(" | ")[0]
    assert len(str(refused.value).splitlines()) == 1


def test_the_scenario_of_the_page_can_be_used_as_it_stands(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    scenario = read(tmp_path, written).in_county(HOMES.head(3))
    assert {shock.shock for shock in scenario.shocks} == set(SHOCKS)

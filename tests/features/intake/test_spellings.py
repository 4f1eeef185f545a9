"""Every header of the national system's exports, as re-posted by county tools, and two ways in which each drifts."""

from __future__ import annotations

import pytest

from features.intake.recognising.catalogue import catalogue
from features.intake.recognising.sources import Kind

HOUSEHOLD = """
    省                         | 省份             | 省（区、市）
    市                         | 地市             | 市（州）
    县                         | 县区             | 县（市、区）
    乡                         | 乡镇             | 乡（镇）
    村                         | 行政村           | 村（社区）
    户编号                     | 户编码           | 户号
    户主编号                   | 户主人口编号     | 户主人编号
    户主姓名                   | 户主名称         | 户主
    户主证件号码               | 户主身份证号     | 户主身份证号码
    家庭人口数                 | 家庭人口         | 家庭人口数（人）
    是否危房户                 | 是否危房         | 危房户
    人均纯收入                 | 家庭人均纯收入   | 人均纯收入（元）
    年收入                     | 家庭年收入       | 年收入（元）
    是否解决安全饮用水         | 是否解决安全饮水 | 饮水是否安全
    年度                       | 数据年度         | 年份
    识别标准                   | 贫困识别标准     | 识别标准类型
    主要致贫原因               | 主要致贫返贫原因 | 致贫主要原因
    次要致贫原因               | 次要致贫返贫原因 | 其他致贫原因
    工资性收入                 | 工资收入         | 工资性收入（元）
    生产经营性收入             | 生产经营收入     | 生产经营性收入(元)
    财产性收入                 | 财产收入         | 财产性收入/元
    转移性收入                 | 转移收入         | 转移性收入（元）
    计划生育金                 | 计划生育奖励金   | 计划生育金（元）
    低保金                     | 最低生活保障金   | 低保金（元）
    五保金                     | 特困供养金       | 五保金（元）
    养老保险金                 | 养老金           | 养老保险金（元/年）
    生态补偿金                 | 生态补偿         | 生态补偿金（元）
    其他转移性收入             | 其它转移性收入   | 其他转移收入
    生产经营性支出             | 生产经营支出     | 经营性支出
    纯收入                     | 家庭纯收入       | 年纯收入（元）
    资产收益扶贫分红收入       | 资产收益分红收入 | 资产收益扶贫分红
    其他财产性收入             | 其它财产性收入   | 其他财产收入
    耕地面积（亩）             | 耕地面积         | 耕地面积(亩)
    水面面积                   | 水面面积（亩）   | 水域面积
    是否加入农民专业合作组织   | 是否加入农民专业合作社 | 是否加入合作社
    退耕还林面积（亩）         | 退耕还林面积     | 退耕还林面积(亩)
    林果面积（亩）             | 林果面积         | 林果面积(亩)
    牧草地面积                 | 牧草地面积（亩） | 草地面积
    林地面积（亩）             | 林地面积         | 林地面积(亩)
    是否通生产用电             | 是否通生产电     | 生产用电是否通
    是否通生活用电             | 是否通生活电     | 生活用电是否通
    是否通广播电视             | 是否通广电       | 广播电视是否通
    与村主干路距离             | 与村主干道距离   | 与村主干路距离（公里）
    入户路类型                 | 入户道路类型     | 入户路情况
    住房面积                   | 家庭住房面积     | 住房面积（㎡）
    是否有卫生厕所             | 有无卫生厕所     | 卫生厕所
    主要燃料类型               | 主要燃料         | 燃料类型
    危房级别                   | 危房等级         | 房屋等级
    是否有龙头企业带动         | 有无龙头企业带动 | 龙头企业是否带动
    是否有创业致富带头人带动   | 有无创业致富带头人带动 | 是否有致富带头人带动
    开户银行                   | 开户行           | 银行名称
    银行账号                   | 银行卡号         | 银行帐号
"""

MEMBER = """
    省                         | 省份             | 省(区、市)
    市                         | 地市             | 市(州)
    县                         | 县区             | 县(市、区)
    乡                         | 乡镇             | 所在乡镇
    村                         | 行政村           | 村名
    户编号                     | 户编码           | 家庭编号
    人口编号                   | 人编号           | 人员编号
    姓名                       | 成员姓名         | 人员姓名
    性别                       | 成员性别         | 性 别
    出生日期                   | 出生年月         | 出生年月日
    证件类型                   | 证件类别         | 证件种类
    证件号码                   | 身份证号         | 公民身份号码
    民族                       | 民族名称         | 民 族
    户联系电话                 | 家庭联系电话     | 户主联系电话
    成员联系电话               | 本人联系电话     | 个人联系电话
    年度                       | 年份             | 采集年度
    与户主关系                 | 与户主的关系     | 家庭关系
    文化程度                   | 学历             | 受教育程度
    在校生状况                 | 在校生情况       | 在校状况
    劳动技能                   | 劳动能力         | 劳动力类型
    务工时间（月）             | 务工时长(月)     | 务工月数
    健康状况                   | 健康情况         | 身体状况
    政治面貌                   | 政治面目         | 政治身份
    务工企业名称               | 务工单位         | 务工企业
    是否享受低保               | 是否享受农村低保 | 是否享受最低生活保障
    是否参加城镇职工基本养老保险 | 是否参加职工基本养老保险 | 是否参加城镇职工养老保险
    是否参加大病保险           | 是否参加城乡居民大病保险 | 是否参加大病医疗保险
    是否参加新型农村合作医疗（城乡居民基本医疗保险） | 是否参加城乡居民基本医疗保险 | 是否参加新型农村合作医疗
    是否参加城乡居民基本养老保险 | 是否参加城乡居民养老保险 | 是否参加养老保险
    失学或辍学原因             | 失学辍学原因     | 辍学原因
    是否会讲普通话             | 是否会说普通话   | 会讲普通话
    是否参加商业补充医疗保险   | 是否参加商业补充保险 | 是否购买商业补充医疗保险
    是否国外务工               | 是否境外务工     | 是否出国务工
    产业分类                   | 产业类别         | 产业类型
    是否接受大病医疗救助       | 是否接受大病救助 | 是否享受大病医疗救助
    是否接受其他健康扶贫       | 是否接受其它健康扶贫 | 是否接受其他健康帮扶
    公益性岗位类型             | 公益岗位类型     | 公益性岗位类别
    公益性岗位(月数)           | 公益性岗位月数   | 公益性岗位（月）
    就业渠道                   | 就业途径         | 务工渠道
    残疾类别                   | 残疾类型         | 残疾种类
    务工所在地                 | 务工区域         | 务工地点
    户主姓名                   | 户主名称         | 户主
    户主证件号码               | 户主身份证号     | 户主证件号
    是否参加城镇职工基本医疗保险 | 是否参加职工基本医疗保险 | 是否参加城镇职工医疗保险
    是否特困供养人员           | 是否特困人员     | 特困供养人员
    残疾证办证年度             | 残疾人证办证年度 | 残疾证办理年度
    识别标准                   | 贫困识别标准     | 识别标准类型
"""

ROSTER = """
    户编号                     | 户编码           | 户号
    户类型                     | 农户类型         | 农户类别
    易返贫致贫户(监测对象)类型 | 监测对象类别     | 监测对象类型
    风险是否消除               | 是否消除风险     | 风险是否已消除
    风险识别时间               | 风险识别日期     | 识别风险时间
    风险消除时间               | 风险消除日期     | 消除风险时间
    首次识别时间               | 首次识别日期     | 初次识别时间
    人员识别时间               | 人员识别日期     | 成员识别时间
    识别监测时间               | 识别监测日期     | 纳入监测时间
    消除监测时间               | 消除监测日期     | 解除监测时间
    风险消除方式               | 消除方式         | 风险消除类型
    整户无劳动能力兜底保障户   | 是否整户无劳动能力兜底保障户 | 整户无劳动力兜底保障户
    是否易地扶贫搬迁人口       | 是否易地搬迁人口 | 易地扶贫搬迁人口
    就业渠道（易地搬迁后扶使用） | 就业渠道(易地搬迁后扶) | 易地搬迁后扶就业渠道
    家庭理赔收入               | 理赔收入         | 家庭理赔收入（元）
    合规自付支出               | 合规自付费用     | 合规自付支出（元）
    纳入监测对象的收入参考范围 | 收入参考范围     | 纳入监测对象的收入参考范围（元）
    纳入监测对象的人均收入参考范围 | 人均收入参考范围 | 监测对象人均收入参考范围
"""

SHEETS = {"national_household": HOUSEHOLD, "national_member": MEMBER, "monitoring_roster": ROSTER}


def spelt(sheet: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in sheet.strip().splitlines()]


EVERY = [(source, *line) for source, sheet in SHEETS.items() for line in spelt(sheet)]


@pytest.mark.parametrize(("source", "header", "first", "second"), EVERY, ids=[f"{row[0]}-{row[1]}" for row in EVERY])
def test_a_header_is_known_in_two_drifted_spellings(source: str, header: str, first: str, second: str) -> None:
    known = catalogue().sources[source]
    assert len({header, first, second}) == 3
    assert known.canonical(header) is not None
    assert known.canonical(first) == known.canonical(second) == known.canonical(header)


@pytest.mark.parametrize("spelling", [0, 1, 2])
@pytest.mark.parametrize("source", SHEETS)
def test_a_whole_sheet_is_recognised_in_every_spelling(source: str, spelling: int) -> None:
    headers = [line[spelling] for line in spelt(SHEETS[source])]
    found = catalogue().recognise(headers)
    assert found is not None
    assert (found[0].name, found[1]) == (source, ())
    assert not catalogue().unknown(found[0], headers)


def test_the_roster_with_a_row_for_each_person_is_told_from_the_one_of_households_and_from_the_members() -> None:
    identity = ["户编号", "姓名", "证件号码", "与户主关系"]
    roster = [line[0] for line in spelt(ROSTER)]
    members = [line[0] for line in spelt(MEMBER)]
    for headers, name in (
        ([*identity, *roster], "monitoring_member"),
        ([*members, *roster], "monitoring_member"),
        ([*members], "national_member"),
        ([*roster, "户主姓名", "户主证件号码", "乡", "村"], "monitoring_roster"),
    ):
        found = catalogue().recognise(headers)
        assert found is not None
        assert (found[0].name, found[1]) == (name, ())


@pytest.mark.parametrize(
    ("sheet", "lost", "name"),
    [
        (MEMBER, "劳动技能", "national_member"),  # what is left would do for the county's roster of people
        (MEMBER, "人口编号", "national_member"),
        (HOUSEHOLD, "生产经营性支出", "national_household"),  # … and here for a list of region codes
    ],
)
def test_a_sheet_that_lacks_a_column_is_no_other_sheet(sheet: str, lost: str, name: str) -> None:
    headers = [line[0] for line in spelt(sheet) if line[0] != lost] + ["行政区划代码"]
    found = catalogue().recognise(headers)
    assert found is not None
    assert (found[0].name, found[1]) == (name, (lost,))


def test_a_sheet_of_households_is_never_a_list_of_region_codes() -> None:
    found = catalogue().recognise(["乡", "村", "行政区划代码", "户号"])
    assert found is not None
    assert found[0].name != "region_codes"


@pytest.mark.parametrize(
    ("source", "header", "canonical", "factor"),
    [
        ("national_household", "纯收入（万元）", "纯收入", 10_000),
        ("national_household", "纯收入(单位：千元)", "纯收入", 1_000),
        ("national_household", "与村主干路距离(米)", "与村主干路距离", 0.001),
        ("national_household", "与村主干路距离【KM】", "与村主干路距离", 1),
        ("national_household", "距村主干路距离（里）", "与村主干路距离", 0.5),
        ("national_household", "耕地面积（公顷）", "耕地面积(亩)", 15),
        ("national_household", "耕地面积/分", "耕地面积(亩)", 0.1),
        ("national_household", "耕地面积", "耕地面积(亩)", 1),
        ("employment_spell", "月工资（元/月）", "月工资", 1),
        ("water_check", "取水往返时间(小时)", "取水往返时间(分钟)", 60),
        ("water_check", "取水水平距离（公里）", "取水水平距离(米)", 1_000),
        ("water_check", "取水距离", "取水水平距离(米)", 1),
        # A unit of another measure, or one that nobody told of, is never guessed.
        ("national_household", "工资性收入（元/月）", None, 1),
        ("national_household", "耕地面积（垧）", None, 1),
        ("national_household", "耕地面积（元）", None, 1),
        ("employment_spell", "月工资（元/年）", None, 1),
        ("national_member", "务工时间（天）", None, 1),
    ],
)
def test_a_unit_told_in_the_header(source: str, header: str, canonical: str | None, factor: float) -> None:
    known = catalogue().sources[source]
    assert (known.canonical(header), known.factor(header)) == (canonical, factor)


def test_every_number_has_a_unit_but_the_year() -> None:
    for source in catalogue().sources.values():
        for column in source.columns.values():
            if column.kind is Kind.NUMBER and column.field != "year":
                assert column.units, f"{source.name}: {column.header}"
                assert 1 in column.units.values(), f"{source.name}: {column.header} has no unit of its own"

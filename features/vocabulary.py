"""The closed sets of words that records, features, reasons and pages share.

Chinese labels are the official words (国家防返贫监测 terms); an office reads these, never the identifiers.
"""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A closed set whose members carry the official Chinese word and an English one."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @classmethod
    def values(cls) -> list[str]:
        return [member.value for member in cls]


class RiskType(Labelled):
    """致贫返贫风险类型: the words in which a reason speaks."""

    ILLNESS = "illness", "因病", "illness"
    DISABILITY = "disability", "因残", "disability"
    EDUCATION = "education", "因学", "schooling"
    DISASTER = "disaster", "因自然灾害", "natural disaster"
    ACCIDENT = "accident", "因意外事故", "accident"
    BUSINESS_FAILURE = "business_failure", "因产业项目失败", "failed business project"
    JOB_INSTABILITY = "job_instability", "因务工就业不稳", "unstable work"
    LABOUR_SHORTAGE = "labour_shortage", "缺劳动力", "lack of labour"
    HOUSING = "housing", "因安全住房", "unsafe housing"
    WATER = "water", "因安全饮水", "unsafe drinking water"
    OTHER = "other", "其他", "other"


class HouseholdType(Labelled):
    LIFTED_OUT = "lifted_out", "脱贫户", "lifted out of poverty earlier"
    GENERAL = "general", "一般农户", "general rural household"


class MonitoringCategory(Labelled):
    UNSTABLE = "unstable", "脱贫不稳定户", "lifted out, unstable"
    EDGE = "edge", "边缘易致贫户", "on the edge of poverty"
    SUDDEN = "sudden", "突发严重困难户", "in sudden serious difficulty"


class MonitoringStep(Labelled):
    IDENTIFIED = "identified", "识别", "identified as monitored"
    REMOVED = "removed", "风险消除", "risk removed"
    ROLLED_BACK = "rolled_back", "风险消除回退", "removal rolled back"


class RemovalMode(Labelled):
    SUPPORT = "support", "帮扶消除", "removed by support"
    NATURAL = "natural", "自然消除", "removed by itself"


class Sex(Labelled):
    MALE = "male", "男", "male"
    FEMALE = "female", "女", "female"


class Relation(Labelled):
    HEAD = "head", "户主", "head of household"
    SPOUSE = "spouse", "配偶", "spouse"
    CHILD = "child", "子女", "child"
    CHILD_IN_LAW = "child_in_law", "儿媳或女婿", "child-in-law"
    GRANDCHILD = "grandchild", "孙子女", "grandchild"
    PARENT = "parent", "父母", "parent"
    GRANDPARENT = "grandparent", "祖父母", "grandparent"
    SIBLING = "sibling", "兄弟姐妹", "sibling"
    OTHER = "other", "其他", "other"


class Listing(Labelled):
    FULL = "full", "整户名册", "one row of a listing of the whole household"
    CHANGE = "change", "个人变动", "a change of this one person"


class Labour(Labelled):
    ORDINARY = "ordinary", "普通劳动力", "ordinary labour"
    SKILLED = "skilled", "技能劳动力", "skilled labour"
    WEAK = "weak", "弱劳动力或半劳动力", "weak or half labour"
    LOST = "lost", "丧失劳动力", "lost the ability to work"
    NONE = "none", "无劳动力", "no labour"


class Student(Labelled):
    NOT = "not", "非在校生", "not at school"
    PRESCHOOL = "preschool", "学前教育", "pre-school"
    PRIMARY = "primary", "小学", "primary school"
    JUNIOR = "junior", "初中", "junior secondary"
    SENIOR = "senior", "高中", "senior secondary"
    VOCATIONAL = "vocational", "中职", "secondary vocational"
    COLLEGE = "college", "大专及以上", "college and above"


class Schooling(Labelled):
    NONE = "none", "文盲或半文盲", "none"
    PRIMARY = "primary", "小学", "primary school"
    JUNIOR = "junior", "初中", "junior secondary"
    SENIOR = "senior", "高中", "senior secondary"
    COLLEGE = "college", "大专及以上", "college and above"


class LeftReason(Labelled):
    DIED = "died", "死亡", "died"
    MARRIED_OUT = "married_out", "婚嫁迁出", "married out"
    MOVED = "moved", "迁出", "moved away"
    SPLIT = "split", "分户", "now in a household of their own"
    MERGED = "merged", "并户", "now in another household that took them in"
    NO_LONGER_LISTED = "no_longer_listed", "名册不再列出", "no longer listed"


LEFT_THE_COUNTY_S_HOUSEHOLDS = (LeftReason.DIED, LeftReason.MARRIED_OUT, LeftReason.MOVED)
"""Reasons that come without a new household; split and merged say in which household the person is now."""


class IdCheck(Labelled):
    SOUND = "sound", "校验通过", "sound"
    MISSING = "missing", "未填写", "not given"
    UNSOUND = "unsound", "校验不通过", "fails its length or checksum"
    SEX_DIFFERS = "sex_differs", "与性别不符", "tells another sex than the sheet"
    BIRTH_DIFFERS = "birth_differs", "与出生日期不符", "tells another month of birth than the sheet"


class Insurance(Labelled):
    NONE = "none", "未参加", "none"
    RESIDENT = "resident", "城乡居民", "residents' insurance"
    WORKER = "worker", "城镇职工", "workers' insurance"
    BOTH = "both", "两种都参加", "both kinds at once"


class IncomeCategory(Labelled):
    WAGE = "wage", "工资性收入", "wages"
    BUSINESS = "business", "生产经营性收入", "business and farming income"
    PROPERTY = "property", "财产性收入", "property income"
    TRANSFER_FAMILY_PLANNING = "transfer_family_planning", "计划生育金", "family-planning allowance"
    TRANSFER_DIBAO = "transfer_dibao", "低保金", "minimum living allowance"
    TRANSFER_TEKUN = "transfer_tekun", "五保金", "allowance for the destitute"
    TRANSFER_PENSION = "transfer_pension", "养老保险金", "pension"
    TRANSFER_ECOLOGICAL = "transfer_ecological", "生态补偿金", "ecological compensation"
    TRANSFER_OTHER = "transfer_other", "其他转移性收入", "other transfers"
    BUSINESS_COST = "business_cost", "生产经营性支出", "business cost"
    INSURANCE_PAYOUT = "insurance_payout", "家庭理赔收入", "insurance payout"
    COMPLIANT_SELF_PAID = "compliant_self_paid", "合规自付支出", "compliant self-paid expense"


class Caliber(Labelled):
    NATIONAL = "national", "国家监测口径", "national monitoring caliber"
    DIBAO = "dibao", "低保口径", "minimum-living-allowance caliber"
    SURVEY = "survey", "调查口径", "survey caliber"


class IllnessSetting(Labelled):
    INPATIENT = "inpatient", "住院", "in-patient"
    OUTPATIENT = "outpatient", "门诊", "out-patient"
    DIAGNOSIS = "diagnosis", "确诊登记", "registered diagnosis, no bill"


class DiseaseClass(Labelled):
    MAJOR = "major", "大病", "specially treated major disease"
    CHRONIC = "chronic", "慢性病", "chronic disease"
    ACCIDENT = "accident", "意外伤害", "injury"
    ORDINARY = "ordinary", "普通疾病", "other disease"


class PlaceTier(Labelled):
    TOWNSHIP = "township", "乡(镇)内", "inside the township"
    COUNTY = "county", "乡(镇)外县内", "inside the county"
    PROVINCE = "province", "县外省内", "inside the province"
    OUTSIDE = "outside", "省外", "outside the province"


class JobChannel(Labelled):
    MARKET = "market", "市场就业", "open labour market"
    PUBLIC_POST = "public_post", "公益性岗位", "public-interest post"
    WORKSHOP = "workshop", "帮扶车间", "assistance workshop"
    SELF_EMPLOYED = "self_employed", "自主创业", "self-employed"


class RelocationKind(Labelled):
    MOVED = "moved", "搬迁入住", "moved to a settlement"
    FOLLOW_UP = "follow_up", "后续帮扶走访", "follow-up of a relocated household"


class SchoolStatus(Labelled):
    ENROLLED = "enrolled", "在学", "enrolled"
    SUSPENDED = "suspended", "休学", "suspended"
    DROPPED_OUT = "dropped_out", "疑似辍学", "suspected drop-out"
    GRADUATED = "graduated", "毕业", "graduated"


class ShockKind(Labelled):
    FLOOD = "disaster_flood", "洪涝灾害", "flood"
    GEOLOGICAL = "disaster_geological", "地质灾害", "geological disaster"
    DROUGHT = "disaster_drought", "旱灾", "drought"
    BIOLOGICAL = "disaster_biological", "生物灾害", "biological disaster"
    WEATHER = "disaster_weather", "气象灾害", "severe weather"
    EARTHQUAKE = "disaster_earthquake", "地震", "earthquake"
    OTHER_DISASTER = "disaster_other", "其他灾害", "other disaster"
    TRAFFIC = "accident_traffic", "交通事故", "traffic accident"
    OTHER_ACCIDENT = "accident_other", "其他意外事故", "other accident"
    CRIME = "crime", "刑事案件", "crime"
    BUSINESS_FAILURE = "business_failure", "产业项目失败", "failed business project"


class Harm(Labelled):
    NONE = "none", "无伤亡", "nobody hurt"
    INJURED = "injured", "受伤", "injured"
    DISABLED = "disabled", "致残", "disabled"
    DIED = "died", "死亡", "died"


class SupportKind(Labelled):
    DIBAO = "dibao", "最低生活保障", "minimum living allowance"
    TEKUN = "tekun", "特困供养", "support for the destitute"
    TEMPORARY_RELIEF = "temporary_relief", "临时救助", "temporary relief"
    MEDICAL_AID = "medical_aid", "医疗救助", "medical aid"
    DISABILITY_LIVING = "disability_living", "困难残疾人生活补贴", "disability living subsidy"
    DISABILITY_NURSING = "disability_nursing", "重度残疾人护理补贴", "disability nursing subsidy"
    EDUCATION_AID = "education_aid", "教育资助", "education aid"
    EMPLOYMENT = "employment", "就业帮扶", "help to find work"
    PUBLIC_POST = "public_post", "公益性岗位", "public-interest post"
    INDUSTRY = "industry", "产业帮扶", "help for a business project"
    HOUSING = "housing", "住房安全保障", "housing repair"
    OTHER = "other", "其他帮扶", "other support"


class VisitOutcome(Labelled):
    CONFIRMED = "confirmed", "存在风险", "risk confirmed"
    NO_RISK = "no_risk", "无风险", "no risk found"
    ALREADY_SUPPORTED = "already_supported", "已有保障", "already supported"
    NOT_FOUND = "not_found", "未见到人", "nobody met"
    TO_BE_CLARIFIED = "to_be_clarified", "补充核实", "to be clarified, no verdict yet"


class LeadSource(Labelled):
    TRIGGER = "trigger", "部门筛查预警", "departmental screening"
    SELF_REPORT = "self_report", "自主申报", "self-report"
    CADRE = "cadre", "干部走访", "cadre's visit"
    MODEL = "model", "模型线索", "lead from a score"


class Department(Labelled):
    """Who screens, monthly, and sends the hits to the townships; who has to act on a gap."""

    MEDICAL_INSURANCE = "medical_insurance", "医保", "medical insurance"
    HEALTH = "health", "卫健", "health"
    EDUCATION = "education", "教育", "education"
    POLICE = "police", "公安", "police"
    CIVIL_AFFAIRS = "civil_affairs", "民政", "civil affairs"
    DISABLED_FEDERATION = "disabled_federation", "残联", "disabled persons' federation"
    HOUSING = "housing", "住建", "housing"
    WATER = "water", "水利", "water"
    HUMAN_RESOURCES = "human_resources", "人社", "human resources"
    AGRICULTURE = "agriculture", "农业农村", "agriculture"
    EMERGENCY = "emergency", "应急", "emergency"
    RURAL_AFFAIRS = "rural_affairs", "乡村振兴", "rural affairs"
    RELOCATION = "relocation", "发改", "relocation"

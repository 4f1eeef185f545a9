"""The words of validation errors: what is wrong with a field and what to do, Chinese with the English beside it."""

from __future__ import annotations

from features.bilingual import Bilingual

TOO_MANY_ROWS = "too_many_rows"
RULE_BROKEN = "rule_broken"
OTHER_HOUSEHOLD = "other_household"
REPEATED = "repeated"
NOBODY = "nobody"
BEYOND_NUMBERS = "beyond_numbers"
TOO_EARLY = "too_early"
TOO_LATE = "too_late"
UNKNOWN_TABLE = "unknown_table"
UNKNOWN_HOUSEHOLD = "unknown_household"
UNKNOWN_PERSON = "unknown_person"
ELSEWHERE = "elsewhere"
SET_AT_RECEIPT = "set_at_receipt"
NO_RECORD_ID = "no_record_id"
WHOLE_ROSTER = "whole_roster"
REFERENCE_TAKEN = "reference_taken"
CONTRADICTED = "contradicted"
TOO_MANY_FACTS = "too_many_facts"
NO_FACTS = "no_facts"
OTHER_DEPARTMENT = "other_department"
PERSONAL_NUMBER = "personal_number"

OBJECT = (
    Bilingual("须为对象", "must be an object"),
    Bilingual("写成 {{ … }}，内含文档所列字段", "Write {{ … }} with the fields of the documentation."),
)
WHOLE = Bilingual("须为整数", "must be a whole number")
CHECK_NUMBER = Bilingual("核对数值和单位", "Check the value and its unit.")
NOT_ALLOWED = (
    Bilingual("不是规定用语", "is not one of the words allowed"),
    Bilingual("改为以下之一：{allowed.zh}", "Use one of: {allowed.en}."),
)

# Of each kind of validation error: what is wrong, and what to do. Braces are filled from the error's own context
# (limits, forms and allowed words), never from what was sent.
WORDS: dict[str, tuple[Bilingual, Bilingual]] = {
    "missing": (Bilingual("必填，但未发送", "is required and was not sent"), Bilingual("补上该项", "Add it.")),
    "extra_forbidden": (
        Bilingual("此处没有这个字段", "there is no such field here"),
        Bilingual("删去，或更正名称", "Remove it, or correct its name."),
    ),
    "string_type": (
        Bilingual("须为文本", "must be text"),
        Bilingual("写在引号内", "Write it between quotation marks."),
    ),
    "string_too_short": (
        Bilingual("少于{min_length}个字符", "is shorter than {min_length} characters"),
        Bilingual("写完整，或整条记录不发送", "Write it in full, or leave the whole record out."),
    ),
    "string_empty": (
        Bilingual("不能为空", "must not be empty"),
        Bilingual("填写该项，或整条记录不发送", "Give it, or leave the whole record out."),
    ),
    "string_too_long": (
        Bilingual("超过{max_length}个字符", "is longer than {max_length} characters"),
        Bilingual("缩短", "Shorten it."),
    ),
    "string_pattern_mismatch": (
        Bilingual("格式不对", "does not have the form asked for"),
        Bilingual("改为{form.zh}", "Write it as {form.en}."),
    ),
    "string_unicode": (
        Bilingual("含有无法作为文本的字符", "holds characters that are no text"),
        Bilingual("以UTF-8发送文本", "Send the text as UTF-8."),
    ),
    "literal_error": NOT_ALLOWED,
    "enum": NOT_ALLOWED,
    "float_type": (
        Bilingual("须为数字", "must be a number"),
        Bilingual(
            "写成 12.5，不加引号；不知道时不填（或 null）",
            "Write 12.5, without quotation marks; leave the field out (or null) if unknown.",
        ),
    ),
    "finite_number": (
        Bilingual("须为有限的数", "must be a finite number"),
        Bilingual("不知道时不填（或 null）", "Leave the field out (or null) if unknown."),
    ),
    "int_type": (WHOLE, Bilingual("不加引号，不带小数", "Write it without quotation marks and decimals.")),
    "int_from_float": (WHOLE, Bilingual("不带小数", "Write it without decimals.")),
    "int_parsing": (WHOLE, Bilingual("用数字写", "Write it in digits.")),
    "int_parsing_size": (WHOLE, Bilingual("核对数值", "Check the value.")),
    "bool_type": (
        Bilingual("须为 true 或 false", "must be true or false"),
        Bilingual(
            "写 true 或 false，不加引号；不知道时不填",
            "Write true or false, without quotation marks; leave it out if unknown.",
        ),
    ),
    "iso_date": (
        Bilingual("不是 YYYY-MM-DD 形式的日期", "is no calendar day of the form YYYY-MM-DD"),
        Bilingual("写成 2024-06-30 这样", "Write it like 2024-06-30."),
    ),
    TOO_EARLY: (
        Bilingual("早于 {earliest}", "lies before {earliest}"),
        Bilingual("核对日期；不知道时不填", "Check the day; leave it out if unknown."),
    ),
    TOO_LATE: (
        Bilingual("晚于 {latest}", "lies after {latest}"),
        Bilingual("核对日期；不知道时不填", "Check the day; leave it out if unknown."),
    ),
    "greater_than_equal": (Bilingual("小于下限 {ge}", "must be at least {ge}"), CHECK_NUMBER),
    "less_than_equal": (Bilingual("大于上限 {le}", "must be at most {le}"), CHECK_NUMBER),
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "dict_type": OBJECT,
    "list_type": (
        Bilingual("须为记录的列表", "must be a list of rows"),
        Bilingual("写成 [ … ]，只有一条也一样", "Write [ … ], also around a single row."),
    ),
    "json_invalid": (
        Bilingual("第{position}个字符处不是有效的JSON", "is no valid JSON at character {position}"),
        Bilingual("检查括号、逗号和引号，以UTF-8发送", "Check brackets, commas and quotation marks; send it as UTF-8."),
    ),
    RULE_BROKEN: (
        Bilingual("{meaning.zh}", "{meaning.en}"),
        Bilingual("{to_do.zh}", "{to_do.en}"),
    ),
    OTHER_HOUSEHOLD: (
        Bilingual("写的是另一户", "names another household than the document"),
        Bilingual(
            "一户一份文档；记录中不必写 household_id",
            "Send one document per household; leave household_id out of the rows.",
        ),
    ),
    REPEATED: (
        Bilingual("同一名称出现了不止一次", "is given more than once"),
        Bilingual("只保留正确的一处", "Keep the one that is meant and remove the others."),
    ),
    BEYOND_NUMBERS: (
        Bilingual("金额或数量相加、相除后不是有限的数", "gives no finite number when added up or divided"),
        Bilingual("核对各行的数值和单位", "Check the values of its rows and their units."),
    ),
    NOBODY: (
        Bilingual(
            "截至评估日期没有任何家庭成员的记录，无法评估",
            "no member of the household was known by that day, so nothing can be said",
        ),
        Bilingual(
            "发送家庭成员（名册）记录，known_date 不晚于 as_of",
            "Send the members' rows, with a known_date not after as_of.",
        ),
    ),
    UNKNOWN_TABLE: (
        Bilingual("没有这个名称的记录表", "no record table has this name"),
        Bilingual("docs/records.md 列出各表", "docs/records.md lists the tables."),
    ),
    UNKNOWN_HOUSEHOLD: (
        Bilingual("辖区内没有这一户", "there is no such household within the jurisdiction"),
        Bilingual(
            "核对户编号；新的户随花名册交付入库",
            "Check the household's code. A new household comes with a delivered roster.",
        ),
    ),
    UNKNOWN_PERSON: (
        Bilingual("该户的记录中没有这个人员标识", "the household's records know nobody by this person_id"),
        Bilingual(
            "用该户记录中的 person_id，不要发送姓名或证件号码；新的人随名册或公安人口变动交付入库",
            "Use the person_id that the household's records give, never a name or an ID number. Somebody new comes with a delivered roster "
            "or the police's changes.",
        ),
    ),
    ELSEWHERE: (
        Bilingual("不在辖区内", "lies outside the jurisdiction"),
        Bilingual("户的迁移由迁入地的花名册报送", "A household's move is told by the roster of where it moves to."),
    ),
    SET_AT_RECEIPT: (
        Bilingual("由系统在收到时填写", "is set when the fact is received"),
        Bilingual(
            "不填：一项事实从收到之日起为县里所知，不能说成更早",
            "Leave it out: the county knows a fact from the day of its receipt on, and nobody can say that it did earlier.",
        ),
    ),
    NO_RECORD_ID: (
        Bilingual("该表的事实须说明是哪一条", "a fact of this table has to say which one it is"),
        Bilingual(
            "更正已有的，用该记录的 record_id；新的，自定一个",
            "To correct one, give the record_id that the household's records give; for a new one give your own.",
        ),
    ),
    WHOLE_ROSTER: (
        Bilingual("单项事实不能当作整份名册", "a single fact is no whole listing of a household"),
        Bilingual(
            "listing 写 change；整份名册随交付入库", "Write change. Whole listings come with a delivered roster."
        ),
    ),
    REFERENCE_TAKEN: (
        Bilingual("该编号已用于另一项事实", "the reference was used for another fact"),
        Bilingual("一项事实一个编号；更正用新的编号", "Give each fact a reference of its own, a correction too."),
    ),
    CONTRADICTED: (
        Bilingual(
            "与同时发送的另一项说的是同一事实，内容不同", "says of one fact what another one sent beside it does not"
        ),
        Bilingual(
            "只发送正确的一项，或用不同的 record_id", "Send the one that holds, or give them different record_ids."
        ),
    ),
    OTHER_DEPARTMENT: (
        Bilingual("该表的数据不由{department.zh}报送", "is of a table that {department.en} does not deliver"),
        Bilingual(
            "由负责的部门报送；本部门可报送：{tables}",
            "Have it sent by the department whose data it is. This one's tables: {tables}.",
        ),
    ),
    PERSONAL_NUMBER: (
        Bilingual("像是含有证件号码或手机号码", "seems to hold somebody's ID number or telephone"),
        Bilingual(
            "换成报送方自己的编号；个人号码不得作为编号",
            "Give a number of your own system, never one that is a person's.",
        ),
    ),
    TOO_MANY_FACTS: (
        Bilingual("超过{most}项", "holds more than {most} facts"),
        Bilingual("分几次发送", "Send them in several requests."),
    ),
    NO_FACTS: (
        Bilingual("没有任何事实", "holds no fact"),
        Bilingual("至少发送一项", "Send at least one."),
    ),
}
UNKNOWN_KIND = (
    Bilingual("无法使用", "can't be used"),
    Bilingual("对照接口文档 docs/api.md 和 /openapi.json", "Compare it with docs/api.md and /openapi.json."),
)

FORMS: dict[str, Bilingual] = {
    r"^[0-9]{2,12}$": Bilingual("2至12位数字", "2 to 12 digits"),
}
"""Patterns of parameters, in words; those of the record tables' columns come with the column."""
ANOTHER_FORM = Bilingual("接口文档所列的格式", "docs/api.md says")

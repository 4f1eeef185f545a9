"""因学 | What schooling costs and who pays it, aid, and children who may not be at school."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "schooling_cost",
    "education_cost_year education_net_cost_year education_cost_rise education_cost_year_before education_net_cost_to_income "
    "education_aid_year screened_education_cost college_students senior_students students_after_compulsory "
    "schooling_and_lost_work schooling_and_illness",
    raises=[
        phrase(
            "above_line",
            "{seen:who}上学一年自家要付{education_net_cost_year}，预警线是{policy.education_cost_year:yuan}",
            "{seen:who}: {education_net_cost_year} a year of schooling paid by the family, the alert line is "
            "{policy.education_cost_year:yuan}",
            yes("screened_education_cost"),
            seen="education_net_cost_year",
        ),
        phrase(
            "lost_work",
            "{seen:who}在读高中以上，近6个月家里又有人停了工",
            "{seen:who}: studying beyond compulsory school, and work in the family ended in the last 6 months",
            yes("schooling_and_lost_work"),
            seen="students_after_compulsory",
            unless="jobs_ended",
        ),
        phrase(
            "share_of_income",
            "{seen:who}上学一年自家要付{education_net_cost_year}，相当于全家年收入的{education_net_cost_to_income:share}",
            "{seen:who}: {education_net_cost_year} a year of schooling paid by the family, {education_net_cost_to_income:share of} its "
            "yearly income",
            at_least("education_net_cost_year", 1_000),
            at_least("education_net_cost_to_income", 0.05),
            seen="education_net_cost_year",
        ),
        phrase(
            "illness",
            "{seen:who}在读高中以上，近12个月家里又有人住院",
            "{seen:who}: studying beyond compulsory school, and somebody of the family in hospital in 12 months",
            yes("schooling_and_illness"),
            seen="students_after_compulsory",
            unless="hospital_stays",
        ),
        phrase(
            "more_than_before",
            "上学一年要花{education_cost_year}，比上一年多{education_cost_rise}",
            "{education_cost_year} of schooling cost in the year, {education_cost_rise} more than in the year before",
            at_least("education_cost_rise", 1_000),
            at_least("education_cost_year_before", 1),
        ),
        phrase(
            "cost",
            "{seen:who}上学一年自家要付{education_net_cost_year}{seen:sent}",
            "{seen:who}: {education_net_cost_year} a year of schooling paid by the family{seen:sent}",
            at_least("education_net_cost_year", 1_000),
            seen="education_net_cost_year",
        ),
        phrase(
            "cost_of_somebody",
            "上学一年自家要付{education_net_cost_year}",
            "{education_net_cost_year} a year of schooling paid by the family",
            at_least("education_net_cost_year", 1_000),
        ),
        phrase(
            "college",
            "{seen:who}在读大专以上{seen:sent}",
            "{seen:who}: at college{seen:sent}",
            yes("college_students"),
            seen="college_students",
        ),
        phrase(
            "senior",
            "{seen:who}在读高中或中职{seen:sent}",
            "{seen:who}: at senior secondary or vocational school{seen:sent}",
            yes("senior_students"),
            seen="senior_students",
        ),
    ],
    protects=[
        phrase(
            "aid",
            "一学年得到教育资助{education_aid_year}",
            "{education_aid_year} of education aid in the year",
            at_least("education_aid_year", 500),
        ),
    ],
    ask="问下学期学费和生活费凑齐没有，助学贷款、助学金申请了没有 | Ask whether fees and living costs of the next term are there, and whether a "
    "student loan or grant was applied for",
)

topic(
    "education_aid",
    "education_aid_missing students_without_aid education_aid_12m",
    raises=[
        phrase(
            "missing",
            "{seen:who}在读高中以上，近12个月没有教育资助",
            "{seen:who}: studying beyond compulsory school, without education aid in 12 months",
            yes("education_aid_missing"),
            seen="students_after_compulsory",
        ),
        phrase(
            "without",
            "{seen:who}在读，还没有得到教育资助{seen:sent}",
            "{seen:who}: at school, without education aid yet{seen:sent}",
            yes("students_without_aid"),
            seen="students_without_aid",
        ),
        phrase(
            "students",
            "家里有{students_without_aid}在读，还没有得到教育资助",
            "{students_without_aid} at school without education aid yet",
            yes("students_without_aid"),
        ),
    ],
    protects=[
        phrase(
            "received",
            "近12个月享受了教育资助",
            "education aid received in 12 months",
            yes("education_aid_12m"),
            unless="schooling_cost",
        ),
    ],
    ask="问学校通知申请了没有，帮着准备雨露计划或助学金材料 | Ask whether the school told of aid; help with the papers for a grant",
)

topic(
    "school_attendance",
    "dropped_out school_age_dropped_out school_age_not_at_school school_age_out_of_school disabled_children_not_at_school "
    "school_age_not_in_register suspended_students screened_dropped_out screened_not_at_school",
    raises=[
        phrase(
            "dropped_out",
            "{seen:who}可能没有在校上学{seen:sent}",
            "{seen:who}: perhaps not at school{seen:sent}",
            yes("dropped_out"),
            seen="dropped_out",
        ),
        phrase(
            "not_at_school",
            "{seen:who}是上小学初中的年龄，名册登记不在校{seen:sent}",
            "{seen:who}: of compulsory school age, listed as not at school{seen:sent}",
            yes("school_age_out_of_school"),
            seen="school_age_not_at_school",
        ),
        phrase(
            "disabled_child",
            "{seen:who}是上学年龄，身有残疾，还没有在校{seen:sent}",
            "{seen:who}: of school age, disabled, not at school yet{seen:sent}",
            yes("disabled_children_not_at_school"),
            seen="disabled_children_not_at_school",
        ),
        phrase(
            "suspended",
            "{seen:who}休学{seen:sent}",
            "{seen:who}: away from school on leave{seen:sent}",
            yes("suspended_students"),
            seen="suspended_students",
        ),
        phrase(
            "children",
            "家里有{school_age_out_of_school}是上小学初中的年龄，不在校",
            "{school_age_out_of_school} of compulsory school age not at school",
            yes("school_age_out_of_school"),
        ),
        phrase(
            "not_in_register",
            "家里有{school_age_not_in_register:children}到了上学年龄，本县学校没有登记",
            "{school_age_not_in_register:children} of school age not enrolled at any school of the county",
            yes("school_age_not_in_register"),
        ),
    ],
    protects=[
        phrase(
            "all",
            "到上学年龄的孩子都在校",
            "every child of school age at school",
            yes("school_age_children"),
            no("school_age_out_of_school"),
            no("school_age_not_at_school"),
            no("school_age_not_in_register"),
        ),
    ],
    ask="问孩子在哪里上学，没有上学的问清原因，和学校一起劝返 | Ask where the child goes to school; if nowhere, why, and bring the school in",
)

topic(
    "students",
    "people_at_school compulsory_students school_age_children",
    raises=[
        phrase(
            "several",
            "家里有{people_at_school}同时在上学",
            "{people_at_school} at school at the same time",
            at_least("people_at_school", 2),
            unless="schooling_cost",
        ),
    ],
    ask="问几个孩子上学一年要花多少，家里怎么安排 | Ask what the schooling of all costs a year and how the family manages",
)

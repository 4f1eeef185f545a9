"""What to ask or look at first where a rule is hit, in the words of whoever visits.

Apart from the rules' declarations, whose text is part of what the model's features mean: better words are no other feature.
"""

from __future__ import annotations

from features.bilingual import Bilingual

ASK: dict[str, Bilingual] = {
    "inpatient_self_paid": Bilingual(
        "看住院单据：看什么病、自己付了多少、报销和救助到账没有，后面还要花多少",
        "Look at the bills: what illness, what was paid, whether reimbursement and aid have come, what is still to be paid",
    ),
    "outpatient_self_paid": Bilingual(
        "看门诊单据：看什么病、要不要长期吃药，慢特病待遇办了没有",
        "Look at the bills: what illness, medicine for long or not, and whether chronic-disease benefits were applied for",
    ),
    "self_paid_against_rural_income": Bilingual(
        "看一年的医药单据：自己付了多少、借了多少钱看病，报销和救助到账没有",
        "Look at the year's bills: what was paid, what was borrowed for it, whether reimbursement and aid have come",
    ),
    "medical_burden": Bilingual(
        "问报销后剩下的钱怎么付的、借了多少，申请医疗救助没有",
        "Ask how the rest was paid, what was borrowed, and whether medical aid was applied for",
    ),
    "uninsured": Bilingual(
        "问谁没有参保、为什么没参，能不能现在补办",
        "Ask who is not insured and why, and whether it can be made good now",
    ),
    "uninsured_monitored": Bilingual(
        "问谁没有参保、为什么没参，能不能现在补办",
        "Ask who is not insured and why, and whether it can be made good now",
    ),
    "new_major_disease": Bilingual(
        "问谁得了什么病、在哪里治、已经花了多少、后面还要多少，谁照顾、有没有因此停了工",
        "Ask who is ill with what, where treated, what it has cost and will cost, who nurses, and who stopped working for it",
    ),
    "education_cost": Bilingual(
        "问谁在上学、一学年自己付多少、借了多少，资助办了没有",
        "Ask who is at school, what the year costs, what was borrowed, and whether aid was applied for",
    ),
    "dropped_out": Bilingual(
        "问孩子现在在哪、为什么没上学，愿不愿意回学校，和学校一起劝返",
        "Ask where the child is now and why not at school, whether it would go back, and bring the school in",
    ),
    "not_at_school": Bilingual(
        "问孩子现在在哪、为什么没上学，是不是名册记错",
        "Ask where the child is now and why not at school, or whether the roster is wrong",
    ),
    "accident_harm": Bilingual(
        "问谁出了什么事、伤得怎样、花了多少，赔偿到了没有，还能不能干活",
        "Ask who was harmed and how badly, what it cost, whether compensation has come, and whether they can work",
    ),
    "newly_on_minimum_living": Bilingual(
        "问因为什么纳入、每月领多少，够不够过日子",
        "Ask what led to it, what is received a month, and whether it suffices",
    ),
    "large_temporary_relief": Bilingual(
        "问因为什么急难领的、难处过去没有，还缺什么",
        "Ask what emergency it was for, whether it is over, and what still lacks",
    ),
    "new_severe_disability": Bilingual(
        "问谁残疾、谁照顾、花多少，护理补贴、辅具办了没有，家里谁还能挣钱",
        "Ask who is disabled, who cares, what it costs, whether allowances and aids were applied for, and who can still earn",
    ),
    "unsafe_dwelling": Bilingual(
        "看房子哪里危险、现在住不住人，改造申请了没有",
        "Look at what is unsafe, whether anybody lives there, and whether repair was applied for",
    ),
    "dwelling_damaged": Bilingual(
        "看房子受损在哪里、现在住在哪，修了没有、还差多少钱",
        "Look at the damage; ask where the family lives now, whether it is repaired and what money lacks",
    ),
    "unsafe_water": Bilingual(
        "看水从哪里来、够不够、断不断水、水质怎样",
        "Look at where the water comes from, whether it suffices, how often it is out, and its quality",
    ),
    "job_lost": Bilingual(
        "问谁丢了工作、什么时候、为什么，现在靠什么收入，想找什么活",
        "Ask who lost work, when and why, what the family lives on now, and what work they look for",
    ),
    "zero_employment": Bilingual(
        "问能干活的人为什么没有就业，现在靠什么收入",
        "Ask why those who can work have none, and what the family lives on",
    ),
    "returned_migrant": Bilingual(
        "问谁回来了、为什么回来，还出不出去、现在靠什么收入",
        "Ask who came back and why, whether they leave again, and what the family lives on",
    ),
    "fewer_work_months": Bilingual(
        "问谁的活少了、为什么，现在每月挣多少",
        "Ask whose work became less and why, and what they earn a month now",
    ),
    "project_failure": Bilingual(
        "问什么产业失败了、损失多少、欠了多少，下一步怎么打算",
        "Ask what failed, what was lost and is owed, and what the family means to do",
    ),
    "epidemic": Bilingual(
        "问损失了多少牲畜或庄稼，保险赔了没有，还养不养、种不种",
        "Ask what animals or crops were lost, whether insurance paid, and whether they go on",
    ),
    "business_income_drop": Bilingual(
        "问种养经营今年为什么少了、少了多少，明年怎么打算",
        "Ask why business and farming brought less, how much, and what is meant for next year",
    ),
    "disaster_loss": Bilingual(
        "看受灾在哪里、损失多少，救助和保险到了没有、生活有没有着落",
        "Look at the damage and loss; ask whether relief and insurance have come and how the family lives",
    ),
    "income_low": Bilingual(
        "问近一年各项收入和开支，核对有没有漏记、错记",
        "Ask for the year's income and expenses, and whether anything is missing or wrong in the records",
    ),
    "income_drop": Bilingual(
        "问收入为什么减少、减少在哪一项，核对有没有漏记、错记",
        "Ask why income fell and which part of it, and whether anything is missing or wrong in the records",
    ),
    "relocated_without_work": Bilingual(
        "问能干活的人为什么没有就业，想找什么活、有什么难处",
        "Ask why those who can work have none, what work they look for, and what is in the way",
    ),
    "relocated_in_debt": Bilingual(
        "问房款还欠多少、欠谁、每月还多少，还得上吗",
        "Ask what is still owed for the dwelling, to whom, what is paid a month, and whether they can",
    ),
    "empty_flat": Bilingual(
        "问现在住在哪、为什么没有住在安置房",
        "Ask where the family lives now, and why not in the flat",
    ),
}
"""By the rule's name; every rule has one."""

LOOK = Bilingual("核实是否属实", "See whether it is so")
"""Of a rule that this version has no more, which an answer of before tells."""

"""缺劳动力 | Old people, children, who is left at home while others work away, and who died or left."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "elders",
    "elders people_80_and_over elders_only elder_living_alone oldest_age",
    raises=[
        phrase(
            "alone_without_labour",
            "{oldest_age}老人独自生活，没有劳动能力",
            "an elder of {oldest_age} living alone, without labour",
            yes("elder_living_alone"),
            yes("household_without_labour"),
        ),
        phrase(
            "alone",
            "{oldest_age}老人独自生活",
            "an elder of {oldest_age} living alone",
            yes("elder_living_alone"),
        ),
        phrase(
            "only_elders_without_labour",
            "家里只有{elders:elders}，没有劳动力",
            "a family of {elders:elders} only, nobody with labour",
            yes("elders_only"),
            at_least("elders", 2),
            yes("household_without_labour"),
        ),
        phrase(
            "only_elders",
            "家里只有{elders:elders}",
            "a family of {elders:elders} only",
            yes("elders_only"),
            at_least("elders", 2),
        ),
        phrase(
            "very_old",
            "家里有{people_80_and_over:elders}年过80",
            "{people_80_and_over:elders} of 80 and over in the family",
            yes("people_80_and_over"),
        ),
    ],
    protects=[
        phrase("none", "家里没有要赡养的老人", "no elders to support", no("elders")),
    ],
    ask="看老人吃住和身体怎么样，问子女多久来看一次、急事找谁 | See how the elders live and eat; ask how often their children come and whom "
    "they call in need",
)

topic(
    "children",
    "children young_children infants youngest_age single_parent",
    raises=[
        phrase(
            "single_parent",
            "一个大人独自带{children:children}",
            "one adult alone with {children:children}",
            yes("single_parent"),
            unless="left_at_home",
        ),
        phrase(
            "infants",
            "家里有{infants:infants}不满1岁",
            "{infants:infants} under one year in the family",
            yes("infants"),
        ),
        phrase(
            "several",
            "家里有{children:children}要抚养",
            "{children:children} to bring up",
            at_least("children", 2),
        ),
        phrase(
            "young",
            "家里有{young_children:children}还没到上学年龄，要人带",
            "{young_children:children} not yet of school age, in need of somebody's care",
            yes("young_children"),
        ),
    ],
    ask="问孩子平时谁带、上学路上和吃饭有没有难处 | Ask who looks after the children, and about meals and the way to school",
)

topic(
    "left_at_home",
    "nobody_of_working_age_at_home children_left_alone elders_left_alone women_left_behind husbands_away wives_at_home",
    raises=[
        phrase(
            "old_and_young",
            "青壮年都不在家，{elders:elders}带着{children:children}",
            "nobody of working age at home: {elders:elders} with {children:children}",
            yes("elders_left_alone"),
            yes("children_left_alone"),
        ),
        phrase(
            "children",
            "{children:children}在家，没有青壮年照看",
            "{children:children} at home without anybody of working age",
            yes("children_left_alone"),
        ),
        phrase(
            "elders",
            "青壮年都在县外务工，留{elders:elders}在家",
            "everybody of working age at work outside the county, {elders:elders} at home",
            yes("elders_left_alone"),
            no("elders_only"),
            no("children"),
        ),
        phrase(
            "wife",
            "丈夫在县外务工，妻子留守在家",
            "the husband at work outside the county, the wife left to manage at home",
            yes("women_left_behind"),
        ),
    ],
    protects=[
        phrase(
            "somebody_at_home",
            "有青壮年在家照应",
            "somebody of working age at home",
            no("nobody_of_working_age_at_home"),
            yes("people_with_labour"),
        ),
    ],
    ask="问外出的人多久联系一次、寄不寄钱，在家的有事找谁 | Ask how often those away call and send money, and whom those at home turn to",
)

topic(
    "loss_of_members",
    "deaths_12m death_and_nobody_working somebody_left_12m months_since_somebody_left moved_out_12m split_12m",
    raises=[
        phrase(
            "death_and_nobody_working",
            "{seen:month}家里有人去世{seen:sent}，现在没有人登记务工",
            "a death in the family in {seen:month}{seen:sent}, and nobody has registered work now",
            yes("death_and_nobody_working"),
            seen="deaths_12m",
        ),
        phrase(
            "several_deaths",
            "近12个月家里有{deaths_12m}去世，最近一次在{seen:month}{seen:sent}",
            "{deaths_12m} of the family died in 12 months, last in {seen:month}{seen:sent}",
            at_least("deaths_12m", 2),
            seen="deaths_12m",
        ),
        phrase(
            "death",
            "{seen:month}家里有人去世{seen:sent}",
            "a death in the family in {seen:month}{seen:sent}",
            yes("deaths_12m"),
            seen="deaths_12m",
        ),
    ],
    ask="问家里现在谁当家、收入和照料有没有断，后事欠没欠钱 | Ask who leads the family now, whether income and care go on, and about debts",
)

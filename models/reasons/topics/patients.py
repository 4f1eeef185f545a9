"""因病 | Who is ill, by the day on which it was registered; stays in hospital, insurance, and illness nearby."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, between, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "hospital_stays",
    "admissions_12m admissions_3m people_in_hospital_12m admission_run_12m months_since_admission illness_without_labour "
    "illness_and_lost_work illness_and_single_earner",
    raises=[
        phrase(
            "without_labour",
            "{seen:who}住过院，最近一次在{seen:month}{seen:sent}，家里又没有劳动力",
            "{seen:who}: in hospital, last in {seen:month}{seen:sent}, with nobody in the family who has labour",
            yes("illness_without_labour"),
            seen="admissions_12m",
            unless="labour",
        ),
        phrase(
            "lost_work",
            "{seen:who}住过院，最近一次在{seen:month}{seen:sent}，近6个月家里又有人停了工",
            "{seen:who}: in hospital, last in {seen:month}{seen:sent}, and work in the family ended in the last 6 months",
            yes("illness_and_lost_work"),
            seen="admissions_12m",
            unless="jobs_ended",
        ),
        phrase(
            "single_earner",
            "{seen:who}住过院，最近一次在{seen:month}{seen:sent}，全家只有一人登记务工",
            "{seen:who}: in hospital, last in {seen:month}{seen:sent}, and only one of the family has registered work",
            yes("illness_and_single_earner"),
            seen="admissions_12m",
            unless="work",
        ),
        phrase(
            "several",
            "{seen:who}近12个月住院{admissions_12m}，最近一次在{seen:month}{seen:sent}",
            "{seen:who}: in hospital {admissions_12m} in 12 months, last in {seen:month}{seen:sent}",
            at_least("admissions_12m", 2),
            seen="admissions_12m",
        ),
        phrase(
            "once",
            "{seen:who}{seen:month}住院{seen:sent}",
            "{seen:who}: in hospital in {seen:month}{seen:sent}",
            between("admissions_12m", 1, 2),
            seen="admissions_12m",
        ),
        phrase(
            "somebody",
            "近12个月家里有人住院{admissions_12m}，最近一次在{seen:month}{seen:sent}",
            "somebody of the family in hospital {admissions_12m} in 12 months, last in {seen:month}{seen:sent}",
            yes("admissions_12m"),
            seen="admissions_12m",
        ),
    ],
    protects=[
        phrase(
            "none",
            "近12个月没有住院记录",
            "no hospital stay on record in 12 months",
            no("admissions_12m"),
            unless="medical_bills",
        ),
    ],
    ask="问病人恢复得怎样、后面还要不要住院，家里谁在照料 | Ask how the patient is recovering, whether another stay is needed, and who "
    "looks after the patient",
)

topic(
    "outpatient_visits",
    "outpatient_months_12m",
    raises=[
        phrase(
            "many_months",
            "近12个月里有{outpatient_months_12m}要看门诊",
            "out-patient bills in {outpatient_months_12m} of 12",
            at_least("outpatient_months_12m", 4),
        ),
    ],
    ask="问长期在治什么、吃药一个月花多少，门诊慢特病待遇办了没有 | Ask what is being treated, what the medicine costs a month, and whether "
    "the out-patient benefit for long illness was granted",
)

topic(
    "major_disease",
    "people_with_major_disease new_major_disease_6m new_major_disease_12m months_since_major_disease major_patients "
    "major_illness_people screened_new_major_disease",
    raises=[
        phrase(
            "new",
            "{seen:who}{seen:month}新登记大病{seen:sent}",
            "{seen:who}: newly registered with a major disease in {seen:month}{seen:sent}",
            between("new_major_disease_12m", 1, 2),
            seen="new_major_disease_12m",
        ),
        phrase(
            "several_new",
            "近12个月家里有{new_major_disease_12m}新登记大病，最近一次在{seen:month}{seen:sent}",
            "{new_major_disease_12m} newly registered with a major disease in 12 months, last in {seen:month}{seen:sent}",
            at_least("new_major_disease_12m", 2),
            seen="new_major_disease_12m",
        ),
        phrase(
            "somebody_new",
            "{seen:month}家里有人新登记大病{seen:sent}",
            "somebody of the family newly registered with a major disease in {seen:month}{seen:sent}",
            yes("new_major_disease_12m"),
            seen="new_major_disease_12m",
        ),
        phrase(
            "registered",
            "{seen:who}{seen:month}登记大病{seen:sent}",
            "{seen:who}: registered with a major disease in {seen:month}{seen:sent}",
            between("people_with_major_disease", 1, 2),
            seen="months_since_major_disease",
        ),
        phrase(
            "last_registered",
            "{seen:who}患大病，最近一次登记在{seen:month}{seen:sent}",
            "{seen:who}: a major disease, last registered in {seen:month}{seen:sent}",
            yes("major_patients"),
            seen="months_since_major_disease",
        ),
        phrase(
            "treated",
            "{seen:who}因大病就医，最早的记录在{seen:month}{seen:sent}",
            "{seen:who}: treated for a major disease, first on record in {seen:month}{seen:sent}",
            between("people_with_major_disease", 1, 2),
            seen="people_with_major_disease",
        ),
        phrase(
            "on_roster",
            "{seen:who}患大病{seen:sent}",
            "{seen:who}: a major disease{seen:sent}",
            yes("major_illness_people"),
            seen="major_illness_people",
        ),
        phrase(
            "patients", "家里有{major_patients}患大病", "{major_patients} with a major disease", yes("major_patients")
        ),
    ],
    protects=[
        phrase("none", "家里没有人登记大病", "nobody on record with a major disease", no("major_patients")),
    ],
    ask="问治疗到哪一步、自己还要付多少，大病救治和医疗救助用上了没有 | Ask how far treatment has come, what the family still has to pay, "
    "and whether the help for major diseases is in use",
)

topic(
    "chronic_disease",
    "people_with_chronic_disease chronic_people chronic_patients chronic_elders illness_of_elders_left_alone",
    raises=[
        phrase(
            "elders_alone",
            "{seen:who}年老患慢性病，没有青壮年在家照应",
            "{seen:who}: old and with a chronic disease, nobody of working age at home",
            yes("illness_of_elders_left_alone"),
            seen="chronic_elders",
        ),
        phrase(
            "costly",
            "家里有{chronic_patients}患慢性病，近12个月为此自付{chronic_self_paid_12m}",
            "{chronic_patients} with a chronic disease, {chronic_self_paid_12m} paid for it by the family in 12 months",
            yes("chronic_patients"),
            at_least("chronic_self_paid_12m", 1_000),
            unless="medical_bills",
        ),
        phrase(
            "on_roster",
            "{seen:who}患慢性病{seen:sent}",
            "{seen:who}: a chronic disease{seen:sent}",
            yes("chronic_people"),
            seen="chronic_people",
        ),
        phrase(
            "treated",
            "{seen:who}患慢性病，最近一次登记在{seen:month}{seen:sent}",
            "{seen:who}: a chronic disease, last registered in {seen:month}{seen:sent}",
            yes("people_with_chronic_disease"),
            seen="people_with_chronic_disease",
        ),
        phrase(
            "patients",
            "家里有{chronic_patients}患慢性病",
            "{chronic_patients} with a chronic disease",
            yes("chronic_patients"),
        ),
    ],
    protects=[
        phrase("none", "家里没有人登记慢性病", "nobody on record with a chronic disease", no("chronic_patients")),
    ],
    ask="看药够不够、按时吃没有，问有没有签约家庭医生 | See whether there is enough medicine and whether it is taken; ask about the family doctor",
)

topic(
    "medical_insurance",
    "uninsured_people uninsured_ill_people screened_uninsured",
    raises=[
        phrase(
            "ill",
            "{seen:who}有病在身，还没有参加基本医保{seen:sent}",
            "{seen:who}: ill and not yet in basic medical insurance{seen:sent}",
            yes("uninsured_ill_people"),
            seen="uninsured_ill_people",
        ),
        phrase(
            "members",
            "{seen:who}还没有参加基本医保{seen:sent}",
            "{seen:who}: not yet in basic medical insurance{seen:sent}",
            yes("uninsured_people"),
            seen="uninsured_people",
        ),
        phrase(
            "people",
            "家里有{uninsured_people}还没有参加基本医保",
            "{uninsured_people} not yet in basic medical insurance",
            yes("uninsured_people"),
        ),
    ],
    protects=[
        phrase("all", "全家都参加了基本医保", "the whole family in basic medical insurance", no("uninsured_people")),
    ],
    ask="问没有参保的原因，看是否在外地参保，帮着补缴 | Ask why there is no insurance, whether there is one elsewhere, and help to join",
)

topic(
    "illness_nearby",
    "village_illness_rate settlement_illness_rate",
    raises=[
        phrase(
            "village",
            "近12个月本村{village_illness_rate:share}的其他人家有人住院或新得大病",
            "somebody in hospital or newly with a major disease in {village_illness_rate:share} of the village's other families in 12 "
            "months",
            at_least("village_illness_rate", 0.25),
            of="village_illness_rate",
        ),
        phrase(
            "settlement",
            "近12个月同一安置点{settlement_illness_rate:share}的其他人家有人住院或新得大病",
            "somebody in hospital or newly with a major disease in {settlement_illness_rate:share} of the settlement's other families "
            "in 12 months",
            at_least("settlement_illness_rate", 0.25),
            of="settlement_illness_rate",
        ),
    ],
    ask="问家里人最近身体怎么样，有没有该看没看的病 | Ask how everybody is, and whether an illness is left untreated",
)

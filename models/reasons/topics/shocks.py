"""因自然灾害、因意外事故 | What struck the household, when, with what loss, and whether somebody was hurt."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, between, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "disaster",
    "disasters_12m biological_disasters_12m disaster_losses_12m disaster_months_36m months_since_disaster "
    "screened_disaster_loss screened_epidemic",
    raises=[
        phrase(
            "several",
            "近12个月受灾{disasters_12m}，损失共{disaster_losses_12m}，最近一次是{seen:month}的{seen.kind:event}{seen:sent}",
            "struck {disasters_12m} in 12 months with {disaster_losses_12m} lost, last in {seen:month}: {seen.kind:event}{seen:sent}",
            at_least("disasters_12m", 2),
            at_least("disaster_losses_12m", 300),
            seen="disasters_12m",
        ),
        phrase(
            "against_income",
            "{seen:month}遭遇{seen.kind:event}，损失{disaster_losses_12m}，相当于全家年收入的{losses_to_income:share}{seen:sent}",
            "{seen.kind:event} in {seen:month} with {disaster_losses_12m} lost, {losses_to_income:share of} yearly income{seen:sent}",
            at_least("disaster_losses_12m", 300),
            at_least("losses_to_income", 0.05),
            at_most("shocks_12m", 1),
            seen="disasters_12m",
        ),
        phrase(
            "with_loss",
            "{seen:month}遭遇{seen.kind:event}，损失{seen.loss_yuan:yuan}{seen:sent}",
            "{seen.kind:event} in {seen:month} with {seen.loss_yuan:yuan} lost{seen:sent}",
            at_least("disaster_losses_12m", 300),
            seen="disasters_12m",
            largest="loss_yuan",
        ),
        phrase(
            "struck",
            "{seen:month}遭遇{seen.kind:event}{seen:sent}",
            "{seen.kind:event} in {seen:month}{seen:sent}",
            yes("disasters_12m"),
            seen="disasters_12m",
        ),
        phrase(
            "times",
            "近12个月受灾{disasters_12m}",
            "struck by disaster {disasters_12m} in 12 months",
            yes("disasters_12m"),
        ),
        phrase(
            "again_and_again",
            "近3年有{disaster_months_36m}受过灾",
            "{disaster_months_36m} of the last 36 with a disaster",
            at_least("disaster_months_36m", 2),
        ),
        phrase(
            "earlier",
            "{seen:month}遭遇过{seen.kind:event}{seen:sent}",
            "{seen.kind:event} in {seen:month}{seen:sent}",
            at_most("months_since_disaster", 24),
            seen="months_since_disaster",
        ),
    ],
    ask="看损失补上没有，问救灾和农业保险的钱到账没有 | Look whether the damage is made good; ask whether relief and crop insurance have paid",
)

topic(
    "dwelling_damaged",
    "dwelling_damaged_12m damaged_not_inspected",
    raises=[
        phrase(
            "not_repaired",
            "住房{seen:month}因灾受损，还没有重新鉴定或修好{seen:sent}",
            "dwelling damaged by disaster in {seen:month}, not yet inspected again or repaired{seen:sent}",
            yes("damaged_not_inspected"),
            seen="dwelling_damaged_12m",
        ),
        phrase(
            "damaged",
            "住房{seen:month}因灾受损{seen:sent}",
            "dwelling damaged by disaster in {seen:month}{seen:sent}",
            yes("dwelling_damaged_12m"),
            seen="dwelling_damaged_12m",
        ),
        phrase(
            "damaged_lately",
            "近12个月住房因灾受损",
            "dwelling damaged by disaster in the last 12 months",
            yes("dwelling_damaged_12m"),
        ),
    ],
    ask="看房子哪里受损、现在住着安不安全 | Look where the dwelling is damaged and whether it is safe to live in now",
)

topic(
    "accident",
    "accidents_12m accident_losses_12m harmed_by_accident_12m disabled_or_killed_12m injury_self_paid_12m "
    "shock_and_low_income",
    raises=[
        phrase(
            "gravely_hurt",
            "{seen:month}发生{seen.kind:event}，家里有人因此伤残或离世{seen:sent}",
            "{seen.kind:event} in {seen:month} that cost a member health or life{seen:sent}",
            yes("disabled_or_killed_12m"),
            seen="disabled_or_killed_12m",
        ),
        phrase(
            "hurt_with_bills",
            "{seen:month}发生{seen.kind:event}，家里有人受伤，看伤自付{injury_self_paid_12m}{seen:sent}",
            "{seen.kind:event} in {seen:month} that hurt a member, {injury_self_paid_12m} of bills for injuries paid by the "
            "family{seen:sent}",
            yes("harmed_by_accident_12m"),
            at_least("injury_self_paid_12m", 500),
            seen="harmed_by_accident_12m",
        ),
        phrase(
            "hurt_with_loss",
            "{seen:month}发生{seen.kind:event}，家里有人受伤，损失{seen.loss_yuan:yuan}{seen:sent}",
            "{seen.kind:event} in {seen:month} that hurt a member, with {seen.loss_yuan:yuan} lost{seen:sent}",
            yes("harmed_by_accident_12m"),
            at_least("accident_losses_12m", 300),
            seen="harmed_by_accident_12m",
            largest="loss_yuan",
        ),
        phrase(
            "hurt",
            "{seen:month}发生{seen.kind:event}，家里有人受伤{seen:sent}",
            "{seen.kind:event} in {seen:month} that hurt a member{seen:sent}",
            yes("harmed_by_accident_12m"),
            seen="harmed_by_accident_12m",
        ),
        phrase(
            "with_loss",
            "{seen:month}发生{seen.kind:event}，损失{seen.loss_yuan:yuan}{seen:sent}",
            "{seen.kind:event} in {seen:month} with {seen.loss_yuan:yuan} lost{seen:sent}",
            at_least("accident_losses_12m", 300),
            seen="accidents_12m",
            largest="loss_yuan",
        ),
        phrase(
            "happened",
            "{seen:month}发生{seen.kind:event}{seen:sent}",
            "{seen.kind:event} in {seen:month}{seen:sent}",
            yes("accidents_12m"),
            seen="accidents_12m",
        ),
        phrase(
            "bills_for_injuries",
            "{seen:who}意外受伤，近12个月看伤自付{injury_self_paid_12m}",
            "{injury_self_paid_12m} of bills in 12 months for injuries of {seen:who}",
            at_least("injury_self_paid_12m", 500),
            seen="injury_self_paid_12m",
        ),
        phrase(
            "bills_for_somebody_s_injuries",
            "近12个月意外受伤看伤自付{injury_self_paid_12m}",
            "{injury_self_paid_12m} of bills in 12 months for injuries",
            at_least("injury_self_paid_12m", 500),
        ),
        phrase(
            "struck_on_a_low_income",
            "近12个月遇到变故，人均年收入又只有{net_income_per_person}",
            "struck in the last 12 months, on an income of only {net_income_per_person} a person",
            yes("shock_and_low_income"),
            between("net_income_per_person", 1, "policy.low_income_group"),
            unless="disaster business_failed",
        ),
    ],
    ask="问伤养得怎样、还要花多少钱，保险和赔偿到位没有 | "
    "Ask how the recovery goes, what it will still cost, and whether insurance and compensation have paid",
)

topic(
    "struck",
    "shocks_3m shocks_12m kinds_of_shock_12m months_since_shock losses_3m losses_12m largest_loss_12m losses_to_income",
    raises=[
        phrase(
            "several",
            "近12个月遇到{shocks_12m}变故，损失共{losses_12m}，相当于全家年收入的{losses_to_income:share}",
            "struck {shocks_12m} in 12 months with {losses_12m} lost, {losses_to_income:share of} yearly income",
            at_least("shocks_12m", 2),
            at_least("losses_12m", 300),
            at_least("losses_to_income", 0.05),
            unless="disaster accident business_failed",
        ),
        phrase(
            "against_income",
            "{seen:month}遇到{seen.kind:event}，损失{losses_12m}，相当于全家年收入的{losses_to_income:share}{seen:sent}",
            "{seen.kind:event} in {seen:month} with {losses_12m} lost, {losses_to_income:share of} yearly income{seen:sent}",
            between("shocks_12m", 1, 2),
            at_least("losses_12m", 300),
            at_least("losses_to_income", 0.05),
            seen="shocks_12m",
            unless="disaster accident business_failed",
        ),
        phrase(
            "with_loss",
            "{seen:month}遇到{seen.kind:event}，损失{seen.loss_yuan:yuan}{seen:sent}",
            "{seen.kind:event} in {seen:month} with {seen.loss_yuan:yuan} lost{seen:sent}",
            at_least("losses_12m", 300),
            seen="shocks_12m",
            largest="loss_yuan",
            unless="disaster accident business_failed",
        ),
        phrase(
            "happened",
            "{seen:month}遇到{seen.kind:event}{seen:sent}",
            "{seen.kind:event} in {seen:month}{seen:sent}",
            at_most("months_since_shock", 24),
            seen="months_since_shock",
            unless="disaster accident business_failed",
        ),
        phrase(
            "times",
            "近12个月遇到{shocks_12m}变故",
            "struck {shocks_12m} in 12 months by disaster, accident or a failed project",
            yes("shocks_12m"),
            unless="disaster accident business_failed",
        ),
    ],
    ask="问损失补上没有，保险、救助到账没有 | Ask whether the loss is made good and whether insurance and relief have paid",
)

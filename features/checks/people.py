"""The prepared frames of people: the living members of the day, and the rows of the last whole listing.

A feature tells of a household how many there are; a finding names the person, and so the row that is about that person.
"""

from __future__ import annotations

import polars as pl

from features.checks.composition import living_members
from features.checks.households import last_listing
from features.checks.state import PLACE, State, last_place, renamed
from features.domains.disability import SEVERE
from features.domains.members.who import HEAD
from features.language import underway, whole_months
from features.language.views import latest_per_person
from features.records.gate import EVENT_DATE

PUBLIC_POST = pl.col("channel") == "public_post"
FAMILY = ("household_type", "monitored", "dibao_underway", "nursing_subsidy_underway", "living_underway", "listed_on")
"""What a check about a person needs to know of the household."""


def current(state: State, homes: pl.LazyFrame) -> pl.LazyFrame:
    """The living members: what the rosters, the card, the school and the register of work say of each.

    Args:
        homes: the prepared frame of households.
    """
    members = state.once(living_members).with_columns(
        PLACE.alias("member_place"),
        described_on=EVENT_DATE,
        age_when_described=whole_months(pl.col("birth_month"), EVENT_DATE) // 12,
    )
    frame = members.join(homes.select("row", "region_code", *FAMILY), on="row", how="left")
    for facts in (_card(state), _school(state), _work(state, members), _major_disease(state)):
        frame = frame.join(facts, on=["row", "person_id"], how="left")
    none = ("in_public_post", "worked_when_described", "has_card")
    school_is_last = pl.col("school_told_on") >= pl.col("described_on")
    return frame.with_columns(
        *(pl.col(name).fill_null(value=False) for name in none),
        pl.coalesce("post_place", "member_place").alias("public_post_place"),
        pl.when(school_is_last).then("school_place").otherwise("member_place").alias("schooling_place"),
    )


def listed(state: State, homes: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of the last whole listing, each beside what it says of the head, and the day of death where known."""
    rows = last_listing(state).with_columns(PLACE.alias("member_place"), listed_on=EVENT_DATE)
    head = (
        rows.filter(HEAD)
        .group_by("row")
        .agg(
            pl.len().alias("heads"),
            pl.col("birth_month").first().alias("head_birth_month"),
            pl.col("sex").first().alias("head_sex"),
        )
        # With two heads nobody knows which of them the others are related to.
        .filter(pl.col("heads") == 1)
    )
    deaths = (
        state.known("members")
        .filter(pl.col("left_reason") == "died")
        .group_by("row", "person_id")
        .agg(pl.col("left_on").max().alias("died_on"))
    )
    return (
        rows.join(head, on="row", how="left")
        .join(deaths, on=["row", "person_id"], how="left")
        .join(homes.select("row", "region_code"), on="row", how="left")
    )


def _card(state: State) -> pl.LazyFrame:
    cards = latest_per_person(state.known("disability")).with_columns(has_card=pl.lit(value=True), severe=SEVERE)
    names = {
        "person_id": "person_id",
        "has_card": "has_card",
        "grade": "card_grade",
        "severe": "severe",
        "nursing_subsidy": "nursing_subsidy",
        "living_subsidy": "living_subsidy",
        "event_date": "card_since",
    }
    return renamed(cards, names, "card_place")


def _school(state: State) -> pl.LazyFrame:
    last = latest_per_person(state.known("education"))
    names = {"person_id": "person_id", "status": "school_status", "event_date": "school_told_on"}
    return renamed(last, names, "school_place")


def _work(state: State, members: pl.LazyFrame) -> pl.LazyFrame:
    """Work underway today and on the day that the roster describes."""
    spells = state.known("employment").join(
        members.select("row", "person_id", "described_on"), on=["row", "person_id"], how="inner", maintain_order="left"
    )
    then = (pl.col("started_on") <= pl.col("described_on")) & (
        pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("described_on"))
    )
    worked = spells.group_by("row", "person_id").agg(
        (underway() & PUBLIC_POST).any().alias("in_public_post"),
        then.any().alias("worked_when_described"),
    )
    posts = last_place(spells.filter(underway() & PUBLIC_POST), "post_place", "person_id")
    return worked.join(posts, on=["row", "person_id"], how="left")


def _major_disease(state: State) -> pl.LazyFrame:
    """The first day on which a major disease was registered or treated."""
    major = state.known("illness").filter(pl.col("disease_class") == "major")
    first = major.unique(["row", "person_id"], keep="first", maintain_order=True)
    return renamed(first, {"person_id": "person_id", "event_date": "major_since"}, "major_place")

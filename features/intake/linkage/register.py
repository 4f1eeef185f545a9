"""The people whom rosters have named so far, as they were described: whom a row can be about."""

from __future__ import annotations

import polars as pl

from features.intake.linkage.names import holds_unreadable, is_nobody_s, may_be_one_name, name_key, normal_name

IDENTITY: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "household_id": pl.String(),
    "name": pl.String(),
    "number": pl.String(),
    "number_id": pl.String(),
    "sound": pl.Boolean(),
    "birth_date": pl.Date(),
    "sex": pl.String(),
    "township": pl.String(),
    "village": pl.String(),
    "head": pl.Boolean(),
    "phone": pl.String(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
}
"""A person as a roster described them. `number` as written (15 digits brought to 18), `sound` when it is valid, and
`number_id` is then its pseudonym, which is `person_id` unless the person was known before by description only."""

DESCRIBED = tuple(name for name in IDENTITY if name not in {"person_id", "known_date", "delivery_id"})


class Register:
    """Descriptions of listed people, growing while rosters come in."""

    def __init__(self, rows: pl.DataFrame) -> None:
        # What was sealed before names had one form.
        self._rows = rows.select(list(IDENTITY)).with_columns(normal_name(pl.col("name")))
        self._latest = _latest(self._rows)
        self._aliases = dict(_aliases(self._rows).iter_rows())
        self._new: list[pl.DataFrame] = []

    def canonical(self, numbers: pl.Series) -> pl.Series:
        """The person of each number's pseudonym: its own, or the one under which somebody was known before by description."""
        return numbers.replace(self._aliases) if self._aliases else numbers

    def listed(self) -> pl.DataFrame:
        """Every description with the day on which a roster told it, `listed_on`."""
        first = self._rows.sort("known_date", maintain_order=True)
        first = first.unique(["person_id", *DESCRIBED], keep="first", maintain_order=True)
        return first.rename({"known_date": "listed_on"})

    def learn(self, rows: pl.DataFrame) -> None:
        """Take in rows of IDENTITY; what a row leaves unsaid stays as it was said before.

        A row that says the same once more is kept when it is the second to say so or the first of a later year: then it
        vouches for the person when the first teller is withdrawn, and monthly lists do not pile up.
        """
        if rows.is_empty():
            return
        known = self._latest.join(rows, on="person_id", how="semi", maintain_order="left")
        before = known.select("person_id", *(pl.col(name).alias(f"{name} before") for name in DESCRIBED))
        filled = (
            rows.unique("person_id", keep="last", maintain_order=True)
            .join(before, on="person_id", how="left", maintain_order="left")
            .with_columns(*_kept_number(), _says_it_all())
            .with_columns(pl.coalesce(name, f"{name} before").alias(name) for name in DESCRIBED)
        )
        same = ["person_id", *DESCRIBED]
        changed = filled.join(known, on=same, how="anti", nulls_equal=True, maintain_order="left")
        new = pl.concat([changed, self._vouching(filled.filter("says_it_all"))]).select(list(IDENTITY))
        if new.is_empty():
            return
        self._aliases |= dict(_aliases(new).iter_rows())
        self._rows = pl.concat([self._rows, new])
        # Only of the people who are told of anew: the register holds the county, a file a few of it.
        others = self._latest.join(new, on="person_id", how="anti", maintain_order="left")
        of_new = self._latest.join(new, on="person_id", how="semi", maintain_order="left")
        self._latest = pl.concat([others, _latest(pl.concat([of_new, new]))])
        self._new.append(new)

    def _vouching(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows that say all there is to say those that say it the second time, or the first time in a later year."""
        earlier = (
            self._rows.join(rows, on=["person_id", *DESCRIBED], how="semi", nulls_equal=True)
            .join(self._latest, on=["person_id", *DESCRIBED], how="semi", nulls_equal=True)
            .group_by("person_id")
            .agg(pl.len().alias("times"), pl.col("known_date").max().dt.year().alias("last_year"))
        )
        again = rows.join(earlier, on="person_id", maintain_order="left").with_columns(
            pl.col("known_date").dt.year().alias("year")
        )
        return again.filter((pl.col("times") < 2) | (pl.col("year") > pl.col("last_year"))).select(rows.columns)

    def same_person(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows of a roster those whose person is known in that very household under another number or none.

        Household and name agree, the month of birth where both tell it, and not both have a valid number. Where several
        fit, sex and day of birth decide. A name with a character that one system alone can read, or that says that none
        was given yet, is not enough: then sex and month must agree.

        Args:
            rows: `row` and the columns of IDENTITY; `person_id` of those with a valid number.

        Returns:
            `row` and `known_as`; only where exactly one row and one known person fit each other.
        """
        # An anti join keeps the rows without a person.
        unknown = rows.join(self._latest, on="person_id", how="anti", maintain_order="left")
        if unknown.is_empty():
            return rows.select("row", pl.lit(None, pl.String).alias("known_as")).clear()
        in_question = self._latest.join(unknown, on="household_id", how="semi", maintain_order="left")
        before = in_question.join(rows, on="person_id", how="anti", maintain_order="left").select(
            "household_id",
            name_before="name",
            known_as="person_id",
            birth_before="birth_date",
            sex_before="sex",
            sound_before="sound",
        )
        fitting = _fitting(unknown.join(before, on="household_id"))
        # Of twins without a number of their own and yet without a name, sex and day tell which is which.
        same_sex, same_day = pl.col("sex") == pl.col("sex_before"), pl.col("birth_date") == pl.col("birth_before")
        matches: list[pl.DataFrame] = []
        for agreeing in (pl.lit(value=True), same_sex & same_day, same_sex):
            only = (pl.len().over("row") == 1) & (pl.len().over("known_as") == 1)
            sure = fitting.filter(agreeing).filter(only)
            matches.append(sure.select("row", "known_as"))
            fitting = fitting.join(sure, on="row", how="anti").join(sure, on="known_as", how="anti")
        return pl.concat(matches)

    def take_new(self) -> pl.DataFrame:
        """The descriptions learnt since the last call: what the next landing seals."""
        new, self._new = self._new, []
        return pl.concat([pl.DataFrame(schema=IDENTITY), *new])


def _fitting(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of a row and a known person of its household that may be one person."""
    key, key_before = name_key(pl.col("name")), name_key(pl.col("name_before"))
    month, month_before = (pl.col(name).dt.truncate("1mo") for name in ("birth_date", "birth_before"))
    pairs = pairs.filter(
        (month == month_before).fill_null(value=True), ~(pl.col("sound") & pl.col("sound_before"))
    ).with_columns(
        doubtful=holds_unreadable(key) | holds_unreadable(key_before),
        nameless=is_nobody_s(pl.col("name")),
        agreeing=(month == month_before) & (pl.col("sex") == pl.col("sex_before")),
        one_name=key.eq_missing(key_before),
    )
    spelt = pairs.filter("doubtful").select("name", "name_before").iter_rows()
    alike = [may_be_one_name(one or "", other or "") for one, other in spelt]
    doubtful = pairs.filter("doubtful").with_columns(pl.Series("one_name", alike, dtype=pl.Boolean))
    pairs = pl.concat([pairs.filter(~pl.col("doubtful")), doubtful])
    plain = ~pl.col("nameless") & (~pl.col("doubtful") | (key == key_before))
    return pairs.filter("one_name", (plain | pl.col("agreeing")).fill_null(value=False))


def _kept_number() -> list[pl.Expr]:
    """A damaged number does not replace a valid one; number, soundness and pseudonym go together."""
    keep = pl.col("sound before").fill_null(False) & ~pl.col("sound").fill_null(False)
    return [
        pl.when(keep).then(pl.col(f"{name} before")).otherwise(pl.col(name)).alias(name)
        for name in ("number", "number_id", "sound")
    ]


def _says_it_all() -> pl.Expr:
    """Whether nothing but a telephone would be filled up from what was said before: nobody vouches for what others said.

    A damaged number has no `number_id`, so it does not vouch for a sound one.
    """
    said = (pl.col(name).is_not_null() | pl.col(f"{name} before").is_null() for name in DESCRIBED if name != "phone")
    return pl.all_horizontal(*said).alias("says_it_all")


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("known_date", maintain_order=True).unique("person_id", keep="last", maintain_order=True)


def _aliases(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("number_id") != pl.col("person_id")).select("number_id", "person_id")

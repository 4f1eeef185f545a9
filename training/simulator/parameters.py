"""Every magnitude of the county in one place, with where it comes from.

Trust marks follow the product's habit: [A] government site or national press, [B] re-post of such a text or seen in
real tools, [S] one of the source documents, [K] general knowledge, [I] inferred. A value without a mark is a free
choice of the simulation, set so that the marked magnitudes of `magnitudes.py` come out.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Size:
    """Places. 12 townships and 197 villages for the default 20,000 households [S, Shanyin]."""

    households_per_village: float = 20_000 / 197
    villages_per_township: float = 197 / 12
    lifted_share: float = 0.14  # 8-20 % of households [I]
    relocated_share_of_lifted: float = 0.12  # 5-20 % [I]
    settlements_per_household: float = 4 / 20_000  # four sites [S, Baode]


@dataclass(frozen=True)
class Money:
    """Yuan. Lifted-out people recorded 14,342 per person on average in 2022 [A/B]; wages are 66-70 % of income [A/B]."""

    wage_by_tier: tuple[float, ...] = (1_720.0, 2_300.0, 3_010.0, 3_620.0)
    wage_growth: float = 0.06
    business_per_mu: float = 760.0
    business_base: float = 4_200.0
    project_income: float = 8_500.0
    cost_share: float = 0.32
    pension_month: float = 118.0
    dibao_month_per_person: float = 330.0
    subsidy_per_mu: float = 95.0
    other_transfer_month: float = 400.0
    from_children_month: float = 340.0  # to households without labour, from children who live elsewhere
    line_2021: float = 6_000.0  # Shaanxi 2021 [B]; later years are an example growth
    line_growth: float = 0.06
    usual_savings: float = 11_000.0  # at an income of 40,000 a year


@dataclass(frozen=True)
class Life:
    """Monthly hazards of what changes a household's list of members."""

    mortality: float = -12.15  # log hazard at age 0
    mortality_by_year: float = 0.082
    birth: float = 0.0062  # of a married woman of 26
    son_marries: float = 0.005
    daughter_marries_out: float = 0.007
    moves_away: float = 0.0012
    splits_off: float = 0.004  # of a household with a married son
    elders_join: float = 0.0012  # of a household of elders


@dataclass(frozen=True)
class Health:
    """Monthly hazards. Chronic 20-25 %, major 2-3 % of people [K]; a disability card 7-12 % of lifted-out people [K]."""

    chronic_onset: float = 0.0034
    major_onset: float = 0.00062
    major_months: tuple[int, int] = (6, 36)
    major_death: float = 0.009
    inpatient: float = 0.0034
    inpatient_chronic: float = 0.009
    inpatient_major: float = 0.15
    outpatient: float = 0.016
    outpatient_chronic: float = 0.055
    bill_median: tuple[float, ...] = (5_000.0, 6_600.0, 23_000.0, 18_000.0)  # ordinary, chronic, major, accident
    bill_spread: tuple[float, ...] = (0.65, 0.65, 0.8, 0.85)
    outpatient_median: float = 170.0
    basic_share: float = 0.66
    basic_share_helped: float = 0.78
    deductible: float = 400.0
    major_threshold: float = 13_000.0
    major_threshold_helped: float = 6_500.0
    major_share: float = 0.6
    aid_share: float = 0.7
    aid_threshold: float = 2_500.0
    top_up_share: float = 0.4
    top_up_threshold: float = 3_000.0
    disability_onset: float = 0.00022
    uninsured: float = 0.03


@dataclass(frozen=True)
class Work:
    """85-90 % of people with labour work some months; months heap at 0, 3, 6, 8, 10, 11, 12 [A/K]."""

    loss: float = 0.014
    find: float = 0.16
    season_end: float = 0.42
    seasonal_share: float = 0.35
    homebound_share: float = 0.10
    youngest: float = 17.5  # later than the listing that still calls a school-leaver a pupil
    oldest_in_post: float = 65.0  # public-interest posts end here
    find_by_month: tuple[float, ...] = (0.4, 1.1, 2.4, 1.5, 1.0, 0.8, 0.8, 0.9, 1.0, 0.8, 0.5, 0.3)
    scar_wage: float = 0.82
    scar_fade: float = 0.85


@dataclass(frozen=True)
class Shock:
    """Monthly hazards of what strikes from outside."""

    accident: float = 0.00015
    village_disaster_season: float = 0.012
    disaster_share: float = 0.11
    disaster_median: float = 9_500.0
    business_failure: float = 0.0028
    business_loss_median: float = 13_000.0


@dataclass(frozen=True)
class Hardship:
    """Log-odds of falling into hardship next month. The unobserved parts keep every model away from certainty."""

    intercept: float = -15.55
    lifted_out: float = 2.95
    # Kin and credit, yuan; three times as much for households without labour, whose children live elsewhere.
    outside_resources: float = 10_000.0
    low_income: float = 0.35
    burden: float = 4.8  # times log(1 + 4 × unpaid expenses over resources)
    shoulders: tuple[float, ...] = (1.25, 1.1, 0.85, 0.65)  # how a burden weighs by number of earners, none to three
    burden_when_poor: float = 0.6
    wage_fall: float = 2.1
    single_earner: float = 0.5
    no_labour: float = 1.5
    dependency: float = 0.85
    major_illness: float = 0.2
    severe_disability: float = 0.9
    fresh_disability: float = 4.8
    debt: float = 0.8
    house: float = 0.2
    water: float = 0.15
    dibao: float = 0.45
    kin_spread: float = 0.6
    mood_spread: float = 0.4
    mood_persistence: float = 0.8
    # Share of an expense's weight that is left a month later, by the order of state.EXPENSES.
    burden_kept: tuple[float, ...] = (0.80, 0.80, 0.80, 0.80, 0.82)
    hidden_cost: tuple[float, float] = (0.3, 0.8)  # what illness costs beside the bill, as a share of it
    recovery: float = 0.03
    recovery_helped: float = 0.075
    highest: float = 0.4  # chance in one month


@dataclass(frozen=True)
class Procedure:
    """From lead to decision. Pushed leads end in identification in at most 5 % of cases [B]."""

    inpatient_lifted: float = 5_000.0  # yearly self-paid [B]
    inpatient_general: float = 20_000.0
    outpatient_month: float = 500.0
    schooling_year: float = 10_000.0
    visited: float = 0.86
    looked_at_again: float = 0.35
    confirmed: float = 0.68
    cadre: float = 0.004
    cadre_after_event: float = 0.01
    cadre_in_hardship: float = 0.045
    self_report: float = 0.0012
    self_report_in_hardship: float = 0.035
    false_confirmed: float = 0.0008
    struck_is_sudden: tuple[float, float] = (0.68, 0.26)  # general, lifted out
    first_year: float = 1.9  # visits were far more frequent in 2021 [I]
    overlooked_share: float = 0.14
    overlooked: float = 0.3
    income_range: float = 1.8  # monitoring range over the line
    monitored_at_start: float = 0.0095  # share of households: 7-14 % of lifted-out people [B]
    days_to_decide: tuple[int, int] = (8, 30)
    help_mean: float = 1.1
    removal: float = 0.09  # a month after the sixth: half in 1-2 years, 90 % after four [B]
    removal_first_month: int = 7
    rolled_back: float = 0.0007
    rolled_back_in_hardship: float = 0.025


@dataclass(frozen=True)
class Noise:
    """What is lost and bent on the way to the county [K, all four]."""

    delay_days: tuple[int, int] = (5, 35)
    unreported: float = 0.07  # 5-10 %
    damaged_id: float = 0.05  # 3-8 %
    roster_damaged_id: float = 0.02
    duplicated: float = 0.12  # 10-20 % across departments
    corrected: float = 0.03
    planted: int = 10  # errors of each kind per 20,000 households, at least three; 0 plants none
    mistyped_name: float = 0.01
    empty_cell: float = 0.04  # sex, birth date or place left out of a department's row
    income_noise_registered: float = 0.22
    income_noise_general: float = 0.42
    managed_above_line: float = 0.85


@dataclass(frozen=True)
class Parameters:
    size: Size = field(default_factory=Size)
    money: Money = field(default_factory=Money)
    life: Life = field(default_factory=Life)
    health: Health = field(default_factory=Health)
    work: Work = field(default_factory=Work)
    shock: Shock = field(default_factory=Shock)
    hardship: Hardship = field(default_factory=Hardship)
    procedure: Procedure = field(default_factory=Procedure)
    noise: Noise = field(default_factory=Noise)

    def line(self, year: int) -> float:
        """The poverty line per person and year of the simulated county."""
        return self.money.line_2021 * (1 + self.money.line_growth) ** (year - 2021)

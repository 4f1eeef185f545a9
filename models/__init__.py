"""What a trained model is: score, calibration, explanation, scope, list, registry, and what would change a score.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-models` in pyproject.toml).

    cli          `fanpin score`, `explain`, `verify-no-leak`, and the commands of the rooms below

    asking       which answers could change who is on the list
    listing      why a household is on the list, or is not
    stress       a county under supposed shocks: whose score would cross the cut
    writing      scores as a file

    alerts       what a list makes of the departments' alerts

    sheets       what is printed for an office, a family, a village

    answers      an answer about one household, with what it was made from, and made again

    runs         what an office was given, kept and made again
    shadow       the challenger beside the champion
    what_if      a measure as if taken, and what it does to the score

    leak         the leak proof of scores
    score        every household in scope, bucket by bucket
    wording      an assessment in words

    assess       records in, probability with reasons out
    card         what a model is, for whom, how well it did
    reading      what a model reads of households, and nothing else

    assessed     what is said of households, as numbers that all render

    certainty    how sure a score is, and when there is none
    promotions   which version scores since when, by whose decision

    changes      why a score moved, cause by cause
    provenance   what a score was made from, named and kept
    reasons      exact contributions, their sum by risk type, told as reasons
    registry     the one door to MLflow

    risk_model   a trained model as a folder of text
    scope        which households a score is for

    bands        high, medium, low
    calibrate    from a raw score to a probability
    frequencies  a probability as people count
    impossible   households whose numbers can't be
    lists        from scores to whom to visit: the one door that cuts a list
    options      what the commands share
    scorers      trees or a simple model, one interface
    sealing      the hash chain of every audit
    targets      what a model foretells

    refusal      the rules under which no score is given
"""

DEFAULT_MODEL = "fanpin-entry"
"""The registered model that scores unless another one is named."""

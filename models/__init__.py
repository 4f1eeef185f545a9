"""What a trained model is: score, calibration, explanation, scope, list, registry.

Its rooms, floor by floor; each stands on floors below its own and on nothing else (`rooms-of-models` in pyproject.toml).

    cli         `fanpin score`, `explain`, `card`, `shadow`, `verify-no-leak`

    shadow      the challenger beside the champion

    leak        the leak proof of scores
    score       every household in scope, bucket by bucket

    assess      records in, probability with reasons out
    card        what a model is, for whom, how well it did

    explain     exact contributions, told as reasons
    registry    the one door to MLflow
    select      from scores to whom to visit first
    workbook    scores to read and print

    capacity    what an office can visit
    risk_model  a trained model as a folder of text
    scope       which households a score is for
    tell        an assessment in words

    bands       high, medium, low
    calibrate   from a raw score to a probability
    drawing     numbers drawn from a seed and a text
    impossible  households whose numbers can't be
    scorers     trees or a simple model, one interface
    targets     what a model foretells
"""

DEFAULT_MODEL = "fanpin-entry"
"""The registered model that scores unless another one is named."""

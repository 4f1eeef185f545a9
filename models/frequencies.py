"""A probability as people count: 这样的户每10户约有7户, with what the calibration itself leaves open.

Whole numbers of people are understood where percentages are not (Gigerenzer and Hoffrage, Psychological Review 102, 1995).
"""

from __future__ import annotations

from features.bilingual import Bilingual

OUT_OF = (10, 100, 1_000)
TENS_FROM = 0.25
"""Below it one in ten says too little."""


def in_frequencies(probability: float, low: float | None = None, high: float | None = None) -> Bilingual:
    """Of so many such households about so many; with the two ends where they are known and say something else.

    Args:
        low, high: ends of the probability (`models.calibrate.Doubt`).
    """
    of = next((n for n in OUT_OF if probability * n >= 1 and (n > OUT_OF[0] or probability >= TENS_FROM)), OUT_OF[-1])
    about = round(probability * of)
    if about == 0:
        return Bilingual(f"这样的户每{of}户不到1户", f"of {of:,} such households less than one")
    zh, en = f"这样的户每{of}户约有{about}户", f"of {of:,} such households about {about}"
    if low is None or high is None:
        return Bilingual(zh, en)
    least, most = round(low * of), round(high * of)
    if least == most:
        return Bilingual(zh, en)
    return Bilingual(f"{zh}（{least}至{most}户）", f"{en} ({least} to {most})")

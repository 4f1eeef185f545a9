"""The gate between a trained version and the one that scores: it reads the card and compares anew; `models.promotions` moves the champion."""

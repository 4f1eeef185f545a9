"""The feature frame: what is known of households on days, for one of them as for a county.

values       what a household's own rows make
context      what is counted at its places, from the values of all
frame        both together: the frame
fingerprint  what the features mean, for models
"""

from features.frame.frame import feature_frame, measures
from features.frame.values import columns_read, index_of, known_rows, known_rows_of, text_values

__all__ = ["columns_read", "feature_frame", "index_of", "known_rows", "known_rows_of", "measures", "text_values"]

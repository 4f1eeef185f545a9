"""Safety-net gap lists: who meets a rule and has not the measure, and the reverse, with the rule cited."""

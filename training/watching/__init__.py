"""Whether a model still fits the county that it scores: inputs, reasons, outcomes, deliveries and the list itself.

`fanpin watch` asks nine questions of one day and answers each with what was found, the limit of policy, and a level: fine,
look, or can't tell. It changes nothing.
"""

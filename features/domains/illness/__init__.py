"""疾病 | Bills by setting and class, what each layer of insurance paid and left, and who is ill.

Sent by: medical insurance (settlements, monthly), health (diagnoses, monthly). Late by: 5 to 35 days. Misses: care paid
outside the insurance, some bills from other provinces. Do not conclude: that no bill means no illness.

Four layers pay in turn: basic insurance, major-illness insurance, medical aid, top-up cover. The household pays the rest.
"""

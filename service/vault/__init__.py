"""The vault: who is behind a household's code. Masked unless somebody says what for, one household at a time, written down.

Names and masked numbers come from the sealed identity table beside the records, and lie in the database sealed by the installation's keys,
bound to their rows. Whole ID numbers and phones do not come here.

retention    who was named by no roster for years is removed
rotating     everything sealed anew under a new key
filling      people taken over from the records
looking      masked for whoever works on a household, whole for a purpose
exports      one asks, of a large one another approves
suppression  counts of few people hidden, and what would tell them
answers      what the API takes and answers about names
watermark    who took an export along, and when
masking      what is shown of a name and a number
"""

"""What pages show, put together from what the rooms below know: plain values, without a web, a clock or a database of their own.

places      places by name, as choice lists and beside a household
listed      a list with its households, as the office reads it
changed     why households came and left, in words
foreseen    what visits are expected to find, at a number of visits
households  households of the last run, searched
family      a family: its scores so far, leads, visits, lists, what it is due
monitored   that a household is monitored, or was earlier
known_facts what was known of a household, fact by fact
waterfall   from an average household's chance to this one's, step by step
measures    what measures would do to a score
leads       the board of leads
batches     several leads chosen, and what came of each
lead        a lead in full, and what may be done next
moves       the forms of the moves, and what was typed in them
deliveries  which files came, who is late, what was set aside
findings    one message for each household and department
looking_first what a file would be taken for
model_card  a model's card in words and pictures
accounts    accounts with their roles and places
audit       lines of the audit in words
news        what has changed or is no longer of today, on the first page
notices     the public notice of what people decided
excel       a list that leaves as a workbook: of which places, how many families
exports     requests for exports in words
severe      departments' severe rules that a household hits, with what to ask first
visit       what is asked on a visit and why, and what was typed of its outcome
villages    villages and settlements side by side, on the page and on paper
boundaries  a map of villages, where the county gives their boundaries
ledgers     the ledgers of the guarantees, on the page and on paper
"""

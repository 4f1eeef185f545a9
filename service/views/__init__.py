"""What pages show, put together from the rooms below as values that templates write: no HTML, no address of a route, no clock.

places    places by their names, and choice lists of them
foreseen  what visits are expected to find, at a number of visits
listed    a list with its households, as the office reads it
changed   why households came and left, in words
"""

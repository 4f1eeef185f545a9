"""Sheets for people: what an office prints and takes along, what a family is given, what hangs in a village.

cli          `fanpin sheet`, `fanpin notice`

notice_file  a notice as people filled it in
notice       what may hang in the village, and nothing else
personal     numbers of people and words of health in a text

family       the family's sheet
contacts     who takes its corrections and objections

visits       the visit list as a workbook
routes       village by village, page by page
visit_list   the list itself: which it is, how to find it again
scores       every score as a workbook, for looking up

pages        printed pages that need no network
wording      what the page of the list and the sheets say in the same words
"""

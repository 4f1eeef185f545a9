"""Sheets for people: what an office prints and takes along, what a family is given, what hangs in a village.

wording     what the page of the list and the sheets say in the same words
scores      every score as a workbook, for looking up
visit_list  the list of households to visit, and which list it is
routes      village by village, page by page
visits      the visit list as a workbook
"""

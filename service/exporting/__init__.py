"""What is taken along: which rows, in which columns, as a workbook or as CSV, with the mark of who took it.

answers   what the API answers about requests for exports
writing   workbooks and CSV in which nothing runs
tables    the rows of an export in words
asked     what may be exported, with its filters
"""

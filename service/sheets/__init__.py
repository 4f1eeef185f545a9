"""Lists to visit that leave as workbooks, are filled in by an office, and are handed in again.

A workbook is out of our hands until it comes back, so nothing of it is believed: each row bears a mark over what its locked cells say,
the whole bears one over its rows, and what is open to somebody is decided by the procedure as on every page.

    columns    the columns of the sheet and the words that may be chosen
    tokens     the marks of a row and of the whole, over texts as every spreadsheet program gives them back
    gathering  the rows of a list with what is known of their leads
    writing    the workbook
    reading    what was handed in, read within bounds
    checking   row by row: what is wrong as far as the row itself tells
    handing    a workbook from its bytes to what came of each row
    landing    row by row: the visits, each whole or not at all
    outcome    what came of it, to be shown, printed and taken along
"""

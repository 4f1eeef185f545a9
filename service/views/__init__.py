"""The values that pages show, put together from the store and the records; no page is known here, and no clock.

excel    a list that leaves as a workbook: of which places, how many families
exports  requests for exports in words
"""

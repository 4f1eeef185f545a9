"""The pages that offices work with: each module a page or two with the forms on them.

What a page reads and does is what the API reads and does: the same rooms behind it, the same permissions before it, the same lines in the
audit. Here it is put on a page, and what was typed on the page is put into the API's own forms.

excel        lists to visit that leave as workbooks, and come back filled in
exports      requests for exports: decided, fetched
forms        what was posted by a form of ours, and how a page tells what came of it
once         a form that is sent twice is done once

home         what is waiting for an officer
households   every household of the last run, searched
leads        the board of leads
lead_batches several leads at once
lead_reports a household reported by hand
lead         a lead, moved on and handed over
notices      the public notice of what people decided
villages     villages and settlements side by side, and a village's own page
ledgers      the ledgers of the guarantees
preferences  language and size of type
visit        what a visit found, typed on a telephone
"""

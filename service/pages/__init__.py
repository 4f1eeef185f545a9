"""The shell of every page: templates, the two languages, who sees which way on, the mark of our own forms.

A page is a template and values. Values are bilingual or plain; the language is chosen where they are written, by the reader's own
setting. What a page shows is put together by its route; what stands around it is put together here.

page         a page from a template
menu         the ways on, by what somebody may do
form_tokens  the mark by which a posted form is known as our own
unsent       the key by which a telephone knows whose drafts of visits lie on it
preferences  language and size of type, as a browser keeps them
languages    one of two languages
drawing      figures as shapes of SVG
"""

from service.pages.page import STATIC, render

__all__ = ["STATIC", "render"]

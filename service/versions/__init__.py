"""The versions of the model: which there are, what their cards say, which scored on a day, promoted and rolled back.

Which version scores is decided by `models.promotions`; here it is asked and answered for programs and people.

moving      promotion through the gate, and rollback
reading     versions, cards, and which scored when
announcing  that another one answers, as an event
answers     what the API takes and answers about them
"""

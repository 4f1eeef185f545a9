"""What an office gets for its visits: lists at capacity, cut by `models.lists` itself, measured out of time.

`measured.py` is the page to start at; `cutting.py` is the only place of training that makes a list.
"""

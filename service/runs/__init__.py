"""Scoring runs as the service gives them: taken up from where `fanpin score` keeps them, whole or not seen, and read from the database.

serving    a household's answer from the day's run
asking     a run asked for, scored in the background
taking_up  a kept run copied into the database, some households at a time
"""

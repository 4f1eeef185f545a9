"""The catalogue: what fanpin knows about a household, told from the declarations themselves, for people and programs.

`features.catalogue.entry` gathers, `features.catalogue.document` is what programs get, `features.cli.features` shows.
"""

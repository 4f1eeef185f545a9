"""Logging in at the county's own provider (OpenID Connect): who they are is its word, what they may is ours.

provider  asked where to send a browser, and who came back
attempt   one browser's way to the provider and back
tokens    what the provider signed, checked
"""

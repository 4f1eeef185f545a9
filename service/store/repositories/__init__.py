"""What is asked of the database and changed in it, by theme.

attempts  what was tried in vain under a name or from an address
audit     lines of the audit added, and read in order
clients   programs and their keys
once      answers that are given again
users     people, their roles, sessions and links
"""

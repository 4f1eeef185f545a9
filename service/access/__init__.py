"""Who may come in, and what for.

doorkeeper     everything that lets somebody in, for one running service
login          a password, then a second factor, then an open session
administering  accounts made and closed, roles granted and revoked: who may, and whom
principals     from a key or a session to who asks
liaisons       for which department a role is granted
clients        programs and their keys
sessions       browsers that somebody came in with
subjects       who somebody is at the county's provider, as a mark
links          links that let somebody in once
recording      what was asked, in the audit before it is answered
lockout        what happens to who tries in vain
passwords      hashed slowly, and refused where they are weak
second_factor  codes of six digits, each of which works once
roles          which role may do what: one table
documentation  docs/access.md, made from the table and the limits
drawn          secrets that the machine draws
answers        what the API takes and answers about people and programs
"""

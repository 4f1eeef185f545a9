"""What the records give people to do: findings, departments' rules that are hit, gaps of the safety net.

listing   every one of a store on a day, by the code of the commands, in the order in which pages go on
cache     worked out once for a day and a state of the records, and kept for a while
asking    which of them somebody wants, and may see
answers   what the API answers
"""

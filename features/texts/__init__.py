"""Texts from elsewhere: what nobody sees in them, how they may be shown, and names that stand twice."""

"""Texts from elsewhere: what nobody sees in them, how they may be shown, names that stand twice, and which font writes Chinese."""

"""What the places of a household tell: counted from the values of all households, and taken into the frame without its own.

table     the dated table of places
counting  how it is made from records, and made without some households
columns   the columns of a frame
"""

"""The challenger in the champion's shadow: it scores the same households on the same day, and nobody gets its list."""

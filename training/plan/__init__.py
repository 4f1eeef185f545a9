"""What is planned before anything is computed: how far ahead an outcome counts, the as-of dates, the windows over them."""

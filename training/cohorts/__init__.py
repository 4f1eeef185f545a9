"""Who is asked about on each as-of date, what became of them, and whether that is known yet."""

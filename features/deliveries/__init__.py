"""What was delivered, by whom, and who is late."""

"""Who is who: people whose ID number is missing, damaged or on no roster, linked by what else is said of them."""

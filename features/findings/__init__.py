"""What an office should put right or go and see: gathered from all that checks the records, told in a workbook."""

"""What was painted since the last save, written as it happens, for the day the program dies."""

"""What is shown while it forms, and never painted."""

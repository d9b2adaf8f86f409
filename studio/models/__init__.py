"""What is installed, and what kind of model it is."""

"""Frozen builds of the program, and the installers that bring them."""

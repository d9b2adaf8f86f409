"""Pixels in another shape: turned, of another size, pulled by their corners."""

"""What helps to draw: guides, what things snap to, vanishing points, symmetry."""

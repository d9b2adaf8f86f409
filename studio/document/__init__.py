"""The painting itself: layers of tiles, the selection, and their history."""

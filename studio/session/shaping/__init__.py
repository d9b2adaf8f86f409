"""The verbs that give layers, or the canvas, another shape."""

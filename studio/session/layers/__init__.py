"""The verbs of layers and their masks, of one or of several together."""

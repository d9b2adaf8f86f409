"""Gestures: what the pen can be."""

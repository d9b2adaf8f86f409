"""Repainting: its settings, requests on their way, and results that wait."""

"""Requests on their way through the engine thread."""

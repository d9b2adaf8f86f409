"""Requests on their way to the engine, which by default is a process of its own, and back."""

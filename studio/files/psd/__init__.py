"""Photoshop documents, in and out."""

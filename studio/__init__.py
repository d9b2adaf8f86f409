"""Repaint Studio: a native painting app in which diffusion is a brush."""

__version__ = "0.1.0"
APP_NAME = "Repaint Studio"

"""The widget one paints on."""

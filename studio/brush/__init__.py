"""From pen samples to painted pixels."""

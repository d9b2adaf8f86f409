"""What repaints: models, the runtime they need, and what they compute on."""

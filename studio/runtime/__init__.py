"""What repainting needs and a slim build lacks: fetched as wheels, tried, then used."""

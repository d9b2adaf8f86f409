"""What is fetched from the network, and only when the user asks."""

"""What learning pages show: the player's page, my courses."""

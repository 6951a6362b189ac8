"""What a shop's exports are, guessed from their headers and what stands below them."""

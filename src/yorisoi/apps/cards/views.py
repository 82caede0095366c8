"""Pages of card pictures."""

"""Forms of card pictures."""

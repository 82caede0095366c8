"""Ways in for machines. No rule of the house lives here."""

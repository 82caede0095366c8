"""The owner of a house of relationships: sign-in, and how they like to work."""

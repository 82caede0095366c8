"""Small tools that know nothing of people, letters or time."""

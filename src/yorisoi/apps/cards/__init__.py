"""Pictures of business cards: kept with the person, read offline, deletable."""

"""People: how to reach them, and what they told us, each fact with its source and date."""

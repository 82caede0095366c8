"""Business cards: from the lines that were read on one to the fields of a person, with doubts said aloud."""

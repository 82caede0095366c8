"""Learning and scoring the coach's evidence model."""

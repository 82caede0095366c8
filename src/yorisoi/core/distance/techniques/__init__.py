"""The ways to give, one a file, each with a ``TECHNIQUE``."""

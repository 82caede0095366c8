"""All rules of the coach, one fault a file, discovered and not listed."""

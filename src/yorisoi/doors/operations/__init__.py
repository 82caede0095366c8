"""All operations, one a file, found and not listed."""

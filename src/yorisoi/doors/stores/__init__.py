"""All databases a backup can be taken of, one a file, found and not listed."""

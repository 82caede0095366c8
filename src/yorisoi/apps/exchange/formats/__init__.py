"""All formats, one a file, found and not listed. ``exchange.format`` says what a format is."""

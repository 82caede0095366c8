"""Settings from the environment, the table of URLs and the WSGI entry."""

"""Memory and pages. Every app has the same rooms: models, selectors (reads), services (writes), forms, views, urls."""

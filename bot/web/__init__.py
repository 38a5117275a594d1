"""HTTP only: routes, forms, streams and pages. What decides is elsewhere."""

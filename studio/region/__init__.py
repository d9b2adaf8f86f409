"""From document to request, and from result back to document."""

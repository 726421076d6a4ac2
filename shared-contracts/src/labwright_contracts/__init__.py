"""What a Labwright service may know of another: events, token claims, problems, permissions."""

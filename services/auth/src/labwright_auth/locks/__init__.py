"""Who cannot sign in: admins lift locks, and take a second factor that was lost."""

"""The foundation every Labwright service stands on. No word of the lab's business in here."""

"""The lab's rules for bookings: one engine that every door asks."""

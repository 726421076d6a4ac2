"""What people are qualified for, and until when."""

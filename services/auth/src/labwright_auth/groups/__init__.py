"""Teams and projects: who belongs to them, and who of them manages the members."""

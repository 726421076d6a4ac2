"""Personal tokens: what a person lets a program do in his name."""

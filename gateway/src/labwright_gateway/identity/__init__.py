"""Who calls: secrets turned into signed tokens, remembered for seconds, forgotten at once."""

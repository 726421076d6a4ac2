"""Where devices are promised beyond what they can bear, for those who look after them."""

"""Plans changes of many devices and writes them."""

"""Views of the device list that people keep: filters, order and columns under a name."""

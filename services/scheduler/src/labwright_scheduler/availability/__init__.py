"""When devices are free and by what they are taken: timelines of many devices in one call."""

"""Example data of an optical network testbed, loaded into an empty standalone lab.

`catalog.json` holds what devices refer to (manufacturers, sites, tags, device types), `devices.csv`
the devices in the format of the inventory's CSV import, `links.csv` the fibres between them. Read
them through `importlib.resources`.
"""

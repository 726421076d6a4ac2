"""Device types from files of the NetBox community device-type library."""

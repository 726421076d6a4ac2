"""What tests of any service may use: real servers, started once and shared by all workers."""

"""The scheduler: who may use which devices when."""

"""What Tierline can do: one module a capability. Plain synchronous functions: no surface, no HTTP."""

"""A workflow compiled: what plugins lay over it, its machines, its identity."""

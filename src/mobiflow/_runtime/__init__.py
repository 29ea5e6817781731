"""The road an action takes: requested, evaluated, executed, recorded; and what comes next."""

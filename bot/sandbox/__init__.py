"""See ../DESIGN: one floor of the house."""

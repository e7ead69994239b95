"""Commitments as pages and files show them: how each service stands, counted, with the exceptions first."""

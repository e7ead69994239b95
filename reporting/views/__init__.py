"""Thin views: load, call, render or redirect. Each module is about one thing that people do."""

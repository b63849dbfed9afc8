"""Calculations on plain values: the days of a school year, and how people write them."""

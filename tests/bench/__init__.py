"""`make bench`: pages and jobs measured against floors in the same run. Ratios only; no test asserts a time."""

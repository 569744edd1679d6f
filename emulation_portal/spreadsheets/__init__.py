"""Excel files that come in: read in a process of their own, each cell known by its address."""

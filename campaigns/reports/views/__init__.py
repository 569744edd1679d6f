"""Pages of reports: one module for who writes, who reads, who asks."""

"""What reports add up to: over units and periods, each total with what stands behind it and who is missing."""

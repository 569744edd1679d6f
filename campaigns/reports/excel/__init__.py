"""The Excel form of one report: downloaded filled with what is known, filled offline, read, and compared with what stands."""

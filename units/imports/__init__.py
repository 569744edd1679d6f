"""Tables of units and people that come in as Excel files: what each would create and change, before anything is written."""

"""The command line and the settings; wiring only."""

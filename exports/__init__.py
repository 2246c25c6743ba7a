"""The data package, one file per format."""

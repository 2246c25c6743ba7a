"""What is kept: SQL rows and the WARC evidence archive."""

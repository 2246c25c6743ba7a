"""Judge one province from its captures: checks, findings, scores. Pure, and never reads the clock."""

"""When and where: the pipeline of one province and of a run."""

"""What each kind of run asks of a worker: the work in the pipeline's thread, then one transaction that writes its result."""

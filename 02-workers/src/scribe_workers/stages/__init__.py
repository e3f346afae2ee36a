"""One file a stage: a pure function from typed inputs to a typed artefact."""

"""The pipeline: a recording goes in, who-said-what comes out."""

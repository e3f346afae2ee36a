"""The only files that touch a model or media library. Imported lazily, when a stage runs."""

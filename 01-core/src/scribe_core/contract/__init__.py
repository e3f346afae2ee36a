"""What travels between the API and the workers: task names, object keys, events, the transcript document."""

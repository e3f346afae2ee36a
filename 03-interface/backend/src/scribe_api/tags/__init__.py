"""Tags: free labels of meetings."""

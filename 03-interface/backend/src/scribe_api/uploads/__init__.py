"""Uploads that can be resumed: the tus protocol over rows and parts."""

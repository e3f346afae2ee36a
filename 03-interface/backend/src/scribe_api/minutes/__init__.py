"""Minutes of meetings: written from transcripts, put right by people, approved and frozen."""

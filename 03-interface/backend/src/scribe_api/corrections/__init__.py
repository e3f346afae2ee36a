"""What people put right: named and merged speakers, reassigned and edited utterances, with their history."""

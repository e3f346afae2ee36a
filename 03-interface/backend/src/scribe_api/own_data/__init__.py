"""What an account takes along of itself: who it is here, its words, and its conversations."""

"""The line of runs that wait, as those see it who wait in it."""

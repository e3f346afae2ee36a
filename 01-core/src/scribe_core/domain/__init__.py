"""Plain frozen data of a meeting. Seconds are float, samples int, times of day aware UTC."""

"""What the distance benches share: the data, the rivals, the fitting and the scores."""

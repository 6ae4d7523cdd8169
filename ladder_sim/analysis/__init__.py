"""What can be said of schemes and results: explanations, traces, cards, the graph of a ladder, labels, statements."""

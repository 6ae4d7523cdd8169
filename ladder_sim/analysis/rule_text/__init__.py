"""Rules in words: expressions, moves, pay, seats and statuses as an HR reader would say them."""

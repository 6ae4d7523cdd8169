"""What the slides of a deck say: few slides whatever the number of schemes, each with a message that it proves."""

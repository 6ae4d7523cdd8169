"""The rule language: expressions read, built into nodes that work on whole arrays of people, and told in words."""

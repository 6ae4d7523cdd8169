"""A scheme and a workforce made into a program that the engine plays, or a list of what does not fit."""

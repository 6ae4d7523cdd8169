"""What the app has beside the explorer: the form of a scheme, people of one's own, and views that take a while."""

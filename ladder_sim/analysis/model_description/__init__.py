"""A model described as reviewers of agent-based models know it, by the ODD protocol, filled from the files alone."""

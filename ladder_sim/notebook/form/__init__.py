"""The form of a scheme as widgets: fields by section, conditions as rows of slots, the ladder and remarks beside."""

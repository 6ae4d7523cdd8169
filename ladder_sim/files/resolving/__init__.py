"""From a form to the complete records of `model`: defaults, periods and durations counted, expressions placed."""

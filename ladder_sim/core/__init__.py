"""What every room stands on: texts in two languages, problems, units, numbers and money, intervals, fonts, progress."""

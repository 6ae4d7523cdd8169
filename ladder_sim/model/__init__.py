"""The nouns as frozen records: scheme, workforce, study and the options of a report. Data only."""

"""Plan against actual: months as they came, beside the band of the run on which a scheme was decided.

Owns: how a monthly file is read, the simultaneous band and its false alarms, its power, the forecast from here.
Must not: fit or play anything; call a month outside a band that one department in one history would not leave.
Enter by: `following.track`.
"""

"""Would it have foreseen the last years: a fit played over a time whose course is known, beside naive forecasts.

Owns: what was observed and what was simulated, figure by figure; bands, errors and interval scores; naive forecasts.
Must not: fit anything on what comes after the cut, or call a forecast good that a naive one beats.
Enter by: `backtesting.backtest`, `posterior.check`.
"""

"""Why two schemes differ: parts exchanged between them and played, and runs taken apart; fair comparisons.

- `parts`: what two schemes of one ladder can exchange, and the mixture of any choice of it.
- `pay_by_role`: pay exchanged between ladders that share no grade.
- `coalitions`: mixtures played with common random numbers, each once.
- `direct`: leavers, cost and promotions read off two runs.
- `why`: both splits of a measure; `level` compares at equal pay or at an equal budget.
"""

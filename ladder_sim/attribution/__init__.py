"""Why two schemes differ: parts exchanged between them and played, and runs taken apart; fair comparisons.

Owns: what two schemes can exchange and how mixtures are played, the arithmetic of what an alternative's pay is made
equal to, and which pay is assumed.
Must not: phrase, draw or write; judge an expression other than by the tree.
Enter by: `why.why`, `level.at_equal`, `assumed.apart`.

- `parts`: what two schemes of one ladder can exchange, and the mixture of any choice of it.
- `pay_by_role`: pay exchanged between ladders that share no grade.
- `coalitions`: mixtures played with common random numbers, each once.
- `direct`: leavers, cost and promotions read off two runs.
- `why`: both splits of a measure; `level` compares at equal pay or at an equal budget.
"""

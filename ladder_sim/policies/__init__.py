"""Policy documents: read into a scheme sentence by sentence, held beside one, and written from one.

Owns: the splitting of documents, the table of phrases, what a draft assumes and leaves open, the articles of a policy.
Must not: guess silently, use a network or a model, say a rule otherwise than `analysis` does.
Enter by: `drafting.draft`, `covering.cover`, `articles.policy`.
"""

"""From words to a question: deterministic, explainable, names before intent."""

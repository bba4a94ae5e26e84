"""One module for each kind of question: the phrases it is asked with, examples of it, and its answer."""

"""The operator's side: what is typed at a shell. Commands are thin, their work lives elsewhere.

Exit codes: 0 done, 1 something is wrong (said in a sentence), 2 the command was typed wrongly.
"""

"""Reads a response that came by e-mail and proposes what it holds; whoever imports it confirms or puts it right.

Nothing is invented: each proposed text is made of words of the source. Nothing is lost: each line of the source stands
in one place of the proposal, or in what is left over with the reason why.
"""

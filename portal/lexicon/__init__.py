"""The words of the search that staff keep, and the questions that found nothing.

Local entries follow the lexicon that is shipped with the program (``search_index/data``); every process takes
a changed one at its next search. Questions are counted without who asked them: ``misses`` says what is kept.
"""

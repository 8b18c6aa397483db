"""What is said of settings: a module for each record, a function for each thing said of a setting.

NAME is its help, NAME_called its name in the report, NAME_usual its default in words, NAME_why the
reason for that, NAME_zero what 0 means, NAME_choice what a choice is, in a few words.
"""

"""`python -m recurra` is the command line."""

from recurra.cli import main

main()

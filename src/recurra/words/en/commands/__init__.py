"""What `--help` says of the commands: a module for each, a function for each option."""

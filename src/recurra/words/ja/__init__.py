"""Japanese, one function a message, written by its own rules: polite and short, in the terms of
Japanese papers on recurrent networks; names of options and cells stay as they are."""

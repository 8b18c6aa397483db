"""How a head reads the features of a body: its last step, or all of them as one; one file each."""

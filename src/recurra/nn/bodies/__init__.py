"""Bodies of networks: what stands between inputs and head, one file each."""

"""Folders of recordings, a file each, as labelled sequences."""

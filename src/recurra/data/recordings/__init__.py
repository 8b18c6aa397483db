"""Folders of recordings, a file each, as labelled sequences."""

from recurra.data.recordings.files import are_recordings
from recurra.data.recordings.reader import Recorded, read_new_recordings, read_recordings

__all__ = ["Recorded", "are_recordings", "read_new_recordings", "read_recordings"]

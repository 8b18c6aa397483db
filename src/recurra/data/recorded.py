"""What was found out of recordings, so that new ones are read alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recorded:
    """How recordings became sequences; a saved model keeps it.

    kind: wav, array or table. Of sound: log-mel or raw, samples a second, mel bands, milliseconds
    of a frame and from one to the next, channels (1: mixed). Of tables and arrays: the columns that
    are inputs, and the typical step of their time in its own unit, 0 where there is none.
    """

    kind: str
    columns: tuple[str, ...] = ()
    step: float = 0.0
    audio: str = "log-mel"
    rate: int = 1
    mel_bands: int = 40
    frame_length: float = 25.0
    frame_step: float = 10.0
    channels: int = 1

"""English, one function a message: plain sentences that a reader would say."""

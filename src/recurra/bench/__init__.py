"""Timing: kernels against their rivals, and a network's steps and sequences (`clock`)."""

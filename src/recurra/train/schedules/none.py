"""The learning rate stays as it is."""

from recurra.train.schedules import Schedule

SCHEDULE = Schedule(lambda settings, progress: settings.learning_rate)

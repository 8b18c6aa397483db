"""As plateau, and back to the best weights at each cut (Mikolov et al. 2015, arXiv 1412.7753).

Their code divides the rate by 1.2 at every look that is not better, and restores the model of the
look before; here of the best one. The optimiser begins again there.
"""

from recurra.train.schedules import Schedule
from recurra.train.schedules.plateau import rate

SCHEDULE = Schedule(rate, watches_validation=True, rolls_back=True)

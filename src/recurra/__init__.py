"""recurra: which recurrent network, trained how, at what cost, and does it remember far enough?"""

__version__ = "0.1.0"

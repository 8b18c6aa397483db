"""Papers tested again: what each claims, expected and measured. One file a paper, one line here."""

from recurra.errors import unknown
from recurra.papers import forgetting, le2016
from recurra.papers.paper import Paper
from recurra.words import say

ALL = (forgetting.PAPER, le2016.PAPER)


def find(name: str) -> Paper:
    """The paper of that name; raises SettingError for another.

    >>> print(find("forgetting").title)
    Fixed, learned and gated forgetting
    """
    known = {paper.name: paper for paper in ALL}
    if name not in known:
        raise unknown(say("nouns.paper"), name, known)
    return known[name]

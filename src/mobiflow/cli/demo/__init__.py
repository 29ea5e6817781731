"""The example mobility, played from start to end on its real input.

The story is data (``examples/leipzig-2027``): who did what, when, and what had to be refused.
Playing it yields :data:`Shown` values; the command ``mobiflow demo`` puts them on the screen.

>>> from mobiflow.cli.demo import Player, read_story
>>> player = Player(read_story())
>>> last = list(player.play())[-1]
>>> last.status, len(last.results)
('completed', 8)
"""

from mobiflow.cli.demo.player import Player
from mobiflow.cli.demo.shown import Shown
from mobiflow.cli.demo.story import Story, Unexpected, read_story

__all__ = ["Player", "Shown", "Story", "Unexpected", "read_story"]

"""Every projection there is."""

from projections.agenda import Agenda
from projections.durations import Durations
from projections.history import History
from projections.legacy import Legacy
from projections.portfolio import Portfolio
from projections.progress import Progress
from projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (Progress(), Agenda(), History(), Portfolio(), Legacy(), Durations())

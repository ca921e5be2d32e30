"""A course laid out many times at once: each column is one run, each row one milestone, each number ten minutes.

The rule is that of domain/schedule.py: what waits begins when the last it depends on is finished. Here it is kept for
thousands of runs together, and knows what is done and open, dates that hold back, and spells of slow or fast work.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.calendar_days import in_steps
from domain.course import Course, Work
from domain.pace import Pace
from domain.schedule import in_order

Steps = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Laid:
    """Where every milestone lies in every run, and the end of every run, in ten-minute steps from the first day."""

    starts: Steps
    finishes: Steps
    ends: Steps


class Network:
    """A course made ready to be laid out. Rows are in the order of `works`. Raises PlanGoesInCircles."""

    def __init__(self, course: Course) -> None:
        by = {work.id: work for work in course.works}
        before = {w.id: tuple(d for d in dict.fromkeys(w.depends_on) if d in by) for w in course.works}
        behind = {w.id: tuple(d for d in dict.fromkeys(w.ends_after) if d in by) for w in course.works}
        order = in_order({name: tuple(dict.fromkeys((*before[name], *behind[name]))) for name in by})
        row = {name: index for index, name in enumerate(order)}
        self.works = tuple(by[name] for name in order)
        self.row = row
        self.now = in_steps(course.now)
        self._before = [tuple(row[d] for d in before[name]) for name in order]
        self._behind = [tuple(row[d] for d in behind[name]) for name in order]
        paces = {w.who: Pace(chosen) for w in self.works if (chosen := [s for s in course.spells if s.touches(w.who)])}
        self._paces = [paces.get(w.who) for w in self.works]

    def lasted(self, row: int) -> float:
        """How much work a milestone took, or an open one until now, in ten-minute steps."""
        done = self.works[row].done
        return self._work_until(row, self.now if done is None else in_steps(done))

    def time_given(self, row: int) -> float:
        """How much work a milestone could have taken until now, finished or not, in ten-minute steps."""
        return self._work_until(row, self.now)

    def _work_until(self, row: int, until: int) -> float:
        begun, pace = in_steps(self.works[row].begun or 0.0), self._paces[row]
        if pace is None:
            return float(until - begun)
        moments = pace.done_by(np.array([begun, until], dtype=np.int32))
        return float(moments[1] - moments[0])

    def laid_out(self, lengths: Steps) -> Laid:
        """Lay out the lengths of every milestone (rows) in every run (columns), each as early as possible."""
        starts, finishes = np.empty_like(lengths), np.empty_like(lengths)
        for row, work in enumerate(self.works):
            if work.done is not None:
                finishes[row] = in_steps(work.done)
                starts[row] = in_steps(work.done if work.begun is None else work.begun)
                continue
            if work.begun is not None:
                starts[row] = in_steps(work.begun)
            else:
                starts[row] = self._first_moment(work)
                for earlier in self._before[row]:
                    np.maximum(starts[row], finishes[earlier] + in_steps(work.wait), out=starts[row])
            finishes[row] = self._worked(row, starts[row], lengths[row]) + in_steps(work.late)
            np.maximum(finishes[row], self._last_hold(work), out=finishes[row])
            for gate in self._behind[row]:
                np.maximum(finishes[row], finishes[gate], out=finishes[row])
        nothing = np.zeros(lengths.shape[1], dtype=np.int32)
        return Laid(starts, finishes, finishes.max(axis=0) if self.works else nothing)

    def latest(self, lengths: Steps, laid: Laid) -> tuple[Steps, Steps]:
        """How late each milestone may start and finish without a later end."""
        finish = np.broadcast_to(laid.ends, laid.finishes.shape).copy()
        start = laid.starts.copy()
        for row in range(len(self.works) - 1, -1, -1):
            work = self.works[row]
            for gate in self._behind[row]:
                np.minimum(finish[gate], finish[row], out=finish[gate])
            if work.begun is not None or work.done is not None:
                continue
            start[row] = self._worked_back(row, finish[row] - in_steps(work.late), lengths[row])
            for earlier in self._before[row]:
                np.minimum(finish[earlier], start[row] - in_steps(work.wait), out=finish[earlier])
        return start, finish

    def decides(self, laid: Laid) -> Flags:
        """In which runs each milestone decides the end: it ends last, or what does waited for it and nothing else."""
        critical: Flags = laid.finishes == laid.ends
        for row in range(len(self.works) - 1, -1, -1):
            work = self.works[row]
            if work.done is not None or not critical[row].any():
                continue
            for gate in self._behind[row]:
                critical[gate] |= critical[row] & (laid.finishes[gate] == laid.finishes[row])
            if work.begun is None:
                for earlier in self._before[row]:
                    critical[earlier] |= critical[row] & (
                        laid.finishes[earlier] + in_steps(work.wait) == laid.starts[row]
                    )
        return critical

    def path(self, laid: Laid, run: int = 0) -> tuple[str, ...]:
        """The chain that decides the end of one run, back to what is open now; of equals the lowest id."""
        finishes, starts = laid.finishes[:, run], laid.starts[:, run]
        ending = [r for r, w in enumerate(self.works) if finishes[r] == laid.ends[run]]
        if not ending:
            return ()
        chain = [min(ending, key=lambda r: self.works[r].id)]
        while earlier := self._holding(chain[-1], starts, finishes):
            chain.append(min(earlier, key=lambda r: self.works[r].id))
        return tuple(self.works[r].id for r in reversed(chain))

    def _holding(self, row: int, starts: Steps, finishes: Steps) -> list[int]:
        work = self.works[row]
        if work.begun is not None:
            return []
        wait = in_steps(work.wait)
        return [d for d in self._before[row] if self.works[d].done is None and finishes[d] + wait == starts[row]]

    def _first_moment(self, work: Work) -> int:
        return max(self.now, 0 if work.starts_from is None else in_steps(work.starts_from))

    def _last_hold(self, work: Work) -> int:
        return max(
            self.now if work.begun is not None else -(2**31) + 1,
            -(2**31) + 1 if work.ends_from is None else in_steps(work.ends_from),
        )

    def _worked(self, row: int, starts: Steps, lengths: Steps) -> Steps:
        pace = self._paces[row]
        if pace is None:
            return starts + lengths
        return np.maximum(pace.moment_of(pace.done_by(starts) + lengths), starts)

    def _worked_back(self, row: int, finishes: Steps, lengths: Steps) -> Steps:
        pace = self._paces[row]
        if pace is None:
            return finishes - lengths
        return np.minimum(pace.moment_of(pace.done_by(finishes) - lengths), finishes)

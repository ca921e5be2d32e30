"""The charts that belong to one programme."""

from datetime import date

from projections.progress_shown import ShownProgress
from service.charts.burn_up import burn_up_chart
from service.charts.chart import Chart
from service.charts.shares import time_chart
from service.charts.timeline import timeline


def charts_of(view: ShownProgress, today: date) -> tuple[Chart, ...]:
    """Those that the reader is shown: what was reached, the plan over time, and where the time went."""
    every = (burn_up_chart(view, today), timeline(view, today), time_chart(view))
    return tuple(chart for chart in every if chart is not None)

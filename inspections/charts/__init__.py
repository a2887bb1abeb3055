"""Pictures of energy figures as SVG text, for app, papers and site alike, each with the table it was drawn from.

`structure` what each energy came to · `flow` where it went · `trend` change against goal. Pure functions: figures in,
`Picture` out, the same bytes for the same figures. They hold no figure that was not given and round only what they
print. The public site's own bars of months are publishing/chart.py, whose numbers its templates draw.
"""

from inspections.charts.drawing import Picture
from inspections.charts.flow import Link, flow
from inspections.charts.structure import structure
from inspections.charts.trend import Point, trend

__all__ = ["Link", "Picture", "Point", "flow", "structure", "trend"]

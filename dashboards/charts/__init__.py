"""The indicator chart and the sparklines: a Plotly figure and small SVG. Pure."""

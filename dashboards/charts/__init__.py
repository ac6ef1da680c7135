"""The indicator chart as a Plotly figure, its drawing as SVG; sparklines. Pure."""

"""更正历年值: another figure for a former year, to be reviewed."""

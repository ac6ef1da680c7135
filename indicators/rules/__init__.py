"""The rules: what plans, figures and verdicts mean. Pure: knows no Django."""

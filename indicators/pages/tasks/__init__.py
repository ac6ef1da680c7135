"""待办: what a person has to fill in, review and look over."""

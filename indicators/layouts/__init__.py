"""What stands where in our forms and in other people's tables. Pure."""

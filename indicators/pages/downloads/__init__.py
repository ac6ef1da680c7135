"""Downloads of the reporting: the year's form, collection sheets, templates."""

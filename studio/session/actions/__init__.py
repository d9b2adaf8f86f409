"""What stands in the menus and answers to keys: every verb by its name."""

"""What the user is doing: the verbs behind every menu, key and gesture."""

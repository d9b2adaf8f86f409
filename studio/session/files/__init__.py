"""The file of a painting: opened, saved, exported, and taken up again after a crash."""

"""The whole program in a real window, driven by a real pointer and real keys."""

"""The docks: each shows one part of the session and changes it by the session's verbs."""

"""For all tests: how long an example takes says how busy the machine is, not whether a law holds."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

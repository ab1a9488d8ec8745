"""The official calendar: working days as announced, time limits counted in them, lunar dates."""

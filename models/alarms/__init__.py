"""Alarms: raised by anyone, answered by a named person, passed up until one answers."""

"""What may be heard between nine in the evening and seven in the morning, and why. Nothing else may."""

from __future__ import annotations

LOUD = {
    # Somebody's life may hang on it.
    "AlarmRaised": "somebody cried for help",
    "AlarmTold": "whoever cried must know that people were called",
    "AlarmAcknowledged": "whoever cried must know who comes",
    "AlarmPassedOn": "whoever cried must know that others were called",
    "AlarmTaken": "those who were woken need not set out",
    "AlarmMore": "where to go was said a moment later",
    "AlarmOver": "those who were woken may lie down again",
    "AlarmEnded": "whoever cried is told that it is over by the one they speak with",
    # An answer to somebody who has just done something and waits for it.
    "NoticeCounted": "its writer waits for it, to send it or not",
    "NoticeTried": "its writer has just asked to see it",
    "NoticeProgress": "its sender has just sent it; afterwards it only changes where it stands",
    "TaskYours": "they have just said that they go, and need the door",
    "HandOverTaken": "they have just asked for a person",
    "HandOverSaid": "the other one of a talk has just written it",
    # Help that is on its way now, or is not, to whoever waits behind the door.
    "HelperFound": "somebody comes to their door, with a word to know them by",
    "HelperOnWay": "somebody is on the way to their door now",
    "HelperCannot": "nobody comes after all; waiting for them would be worse",
    "HelperAtDoor": "somebody stands at their door now",
    "CalledOff": "or a helper would go out at night for nothing",
    "PromiseMissed": "a promise with an hour to it has not been kept",
    "CompanyTold": "the duty has just rung the company for them",
    "DutySaid": "the duty is speaking to them",
}
"""Loud by their type."""

URGENT_CASE = {
    "TaskOffered": "a gas smell does not wait until seven",
    "SomebodyWent": "whoever was asked about it at night need not get up",
    "CaseNeedsYou": "nobody goes, and it cannot wait",
    "CaseMovedOn": "the desk was woken about it",
    "ClosingAsked": "whether it is really over cannot wait",
    "NotSolvedYet": "it goes on, and they must know",
}
"""Only about a case that cannot wait."""

DOORS = {"nobody_opens": "a helper stands at a door, and whoever called for them does not open it"}
"""Why the desk is needed at any hour, whatever the case is about."""

ABOUT_A_LOUD_ONE = "CallNeeded"
"""Somebody must be rung up: at night only about something that was loud itself."""

NOTICE = "NoticeTo"
"""Only where its sender was asked, and said "now"."""

OWN_ALARM = frozenset({"AlarmTold", "AlarmAcknowledged", "AlarmPassedOn", "AlarmEnded"})
"""Heard by the one who cried: their answer, whoever they are to us."""

"""The agenda of a DMT meeting, which makes itself from what is waiting, and what the meeting made of it."""

from reporting.agenda.build import agenda_of
from reporting.agenda.shape import Agenda, Item, Section

__all__ = ["Agenda", "Item", "Section", "agenda_of"]

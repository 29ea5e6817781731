"""What refusals and workflows say, in the language of whoever reads."""

from mobiflow.text.explanation import Explanation, Refused
from mobiflow.text.grouping import Group, grouped
from mobiflow.text.messages import Messages

__all__ = ["Explanation", "Group", "Messages", "Refused", "grouped"]

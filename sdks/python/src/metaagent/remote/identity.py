"""Who sends: this SDK, and this process."""

import uuid

from ..version import __version__

SDK = f"python/{__version__}"


class Identity:
    """The id of the process, which a fork renews, and the runs refused because of a stop."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """In the child of a fork: another process, which has refused nothing yet."""
        self.instance = str(uuid.uuid4())
        self.refused = 0

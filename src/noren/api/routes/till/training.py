"""Training at a till stays on its device: what says that it is practice is never booked (POSLog's TrainingModeFlag)."""

import logging

from noren.api.errors import TrainingNotBooked
from noren.api.schemas.drawer_envelopes import MoveCashWordIn, OpenShiftWordIn
from noren.api.schemas.envelopes import EnvelopeIn
from noren.api.schemas.till import SaleIn

_logger = logging.getLogger(__name__)


def check_not_training(sale: SaleIn | EnvelopeIn | OpenShiftWordIn | MoveCashWordIn) -> None:
    """Raise for practice, before anything is written; tills send none, so the log tells that one has a fault.

    Raises:
        TrainingNotBooked: it says that it was made in training.
    """
    if sale.is_training:
        _logger.warning("sale %s was made in training and came to the server", sale.uid)
        raise TrainingNotBooked(field="is_training")

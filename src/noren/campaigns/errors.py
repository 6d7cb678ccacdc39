"""Why a campaign is refused."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused


class CampaignInvalid(Refused):
    """A field of the campaign cannot stand; `field` names it."""

    code = "campaign_invalid"
    words = _("The campaign cannot be saved: %(reason)s")

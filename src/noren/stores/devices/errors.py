"""Why a device is refused, or something about it cannot be done."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class EnrolmentInvalid(Refused):
    """The link is unknown, used, or its ten minutes are over; which of these is not told."""

    code = "enrolment_invalid"
    words = _("This link is used or over. Ask the office for a new one.")


class DeviceNotFound(NotFound):
    """No device has this secret or id."""

    code = "device_not_found"
    words = _("This device is not known here. Ask the office for a link to enroll it.")


class DeviceLocked(Conflict):
    """The device was locked in the office."""

    code = "device_locked"
    words = _("This device is locked.")


class DeviceReplaced(Conflict):
    """Another device stands at its register now."""

    code = "device_replaced"
    words = _("Another device stands at this register now. Enroll this one anew.")


class DeviceNeeded(Conflict):
    """Only enrolled devices may sign in here, and this one is not."""

    code = "device_needed"
    words = _("This device must be enrolled first. Ask the office for a link.")


class DeviceElsewhere(Conflict):
    """The device stands at another register than the one that was named."""

    code = "device_elsewhere"
    words = _("This device belongs to register %(register)s of store %(store)s.")


class DeviceNotLocked(Conflict):
    """Only a locked device is given leave to send without selling."""

    code = "device_not_locked"
    words = _("This device is not locked.")


class DeviceNameInvalid(Refused):
    """A device without a name."""

    code = "device_name_invalid"
    words = _("A device needs a name.")

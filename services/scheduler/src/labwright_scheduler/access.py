"""Who may come in by which endpoint: types that make its signature a sentence."""

from typing import Annotated

from fastapi import Depends

from labwright_chassis.api import Requires
from labwright_chassis.callers import Caller
from labwright_scheduler import permissions

DeviceReader = Annotated[Caller, Depends(Requires(permissions.DEVICE_READ))]
BookingReader = Annotated[Caller, Depends(Requires(permissions.BOOKING_READ))]
ClosureKeeper = Annotated[Caller, Depends(Requires(permissions.CLOSURE_WRITE))]
RuleReader = Annotated[Caller, Depends(Requires(permissions.RULE_READ))]
RuleKeeper = Annotated[Caller, Depends(Requires(permissions.RULE_WRITE))]
Booker = Annotated[Caller, Depends(Requires(permissions.BOOKING_CREATE))]
Confirmer = Annotated[Caller, Depends(Requires(permissions.BOOKING_CONFIRM))]
Changer = Annotated[Caller, Depends(Requires(permissions.BOOKING_CHANGE))]
Approver = Annotated[Caller, Depends(Requires(permissions.BOOKING_APPROVE))]
User = Annotated[Caller, Depends(Requires(permissions.BOOKING_CHECK_IN))]
Canceller = Annotated[Caller, Depends(Requires(permissions.BOOKING_CANCEL))]
MaintenancePlanner = Annotated[Caller, Depends(Requires(permissions.MAINTENANCE_PREVIEW))]
OvercommitmentReader = Annotated[Caller, Depends(Requires(permissions.OVERCOMMITMENT_READ))]
NoticeReader = Annotated[Caller, Depends(Requires(permissions.NOTIFICATION_READ))]
NoticeWriter = Annotated[Caller, Depends(Requires(permissions.NOTIFICATION_WRITE))]
WebhookReader = Annotated[Caller, Depends(Requires(permissions.WEBHOOK_READ))]
WebhookKeeper = Annotated[Caller, Depends(Requires(permissions.WEBHOOK_WRITE))]
Favourer = Annotated[Caller, Depends(Requires(permissions.FAVOURITE_WRITE))]
PresetReader = Annotated[Caller, Depends(Requires(permissions.PRESET_READ))]
PresetWriter = Annotated[Caller, Depends(Requires(permissions.PRESET_WRITE))]

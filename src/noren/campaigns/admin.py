"""Campaigns in the office: changed through `save`."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.campaigns.models import AudienceMember, Campaign
from noren.campaigns.save import CampaignDefinition, save_campaign
from noren.kernel.columns import link, list_url
from noren.kernel.filters import DayFilter, RecordFilter
from noren.kernel.form_fields import MomentField
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink

_COLUMNS = ("code", "name", "starts_at", "ends_at")


class CampaignForm(RecordForm):
    """A name and dates."""

    starts_at = MomentField(label=_("Starts at"))
    ends_at = MomentField(label=_("Ends at"), help_text=_("From this moment on it is over."))

    class Meta:
        model = Campaign
        fields = _COLUMNS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    """What marketing runs between two dates."""

    see_deeds = ("edit_campaigns", "grant_coupon")
    edit_deed = "edit_campaigns"
    add_verb = staticmethod(save_campaign)
    change_verb = staticmethod(save_campaign)
    form = CampaignForm
    fields = _COLUMNS
    list_display = ("name", "code", "starts_at", "ends_at", "audience_size")
    list_filter = (("starts_at", DayFilter),)
    search_fields = ("name", "=code")
    ordering = ("-starts_at", "code")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With how many it addresses."""
        return super().get_queryset(request).annotate(addressed=Count("audience"))

    @admin.display(description=_("customers addressed"), ordering="addressed")
    def audience_size(self, campaign: Any) -> int:
        """How many it addresses."""
        return int(campaign.addressed)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its audience and its coupons."""
        return [
            RecordLink(str(_("Audience")), list_url("campaigns_audiencemember", campaign__id__exact=record.pk)),
            RecordLink(
                str(_("Coupons")), f"{reverse('admin:coupons_coupon_changelist')}?campaign__id__exact={record.pk}"
            ),
        ]

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Plan a campaign."""
        return self._save(form.cleaned_data)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change its name or dates."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> int:
        uid = save_campaign(CampaignDefinition(**{name: typed[name] for name in _COLUMNS}), at=timezone.now())
        return Campaign.objects.get(uid=uid).pk


@admin.register(AudienceMember)
class AudienceAdmin(RecordAdmin):
    """Whom a campaign addressed."""

    see_deeds = ("edit_campaigns",)
    list_display = (link("customer", _("customer")), link("campaign", _("campaign")))
    list_display_links = None
    list_filter = (("campaign", RecordFilter),)
    search_fields = ("=customer__member_number",)
    ordering = ("-pk",)

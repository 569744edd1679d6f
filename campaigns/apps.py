from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        from django.urls import reverse

        from emulation_portal.audit import subjects
        from emulation_portal.documents import readers

        from .models import CampaignPlan

        subjects.register("campaigns.campaign", lambda pk: reverse("campaigns:detail", args=[pk]))
        subjects.register("campaigns.campaignplan", lambda pk: reverse("campaigns:plan", args=[pk]))
        readers.register("campaigns.campaignplan", lambda user: CampaignPlan.objects.visible_to(user).values("pk"))

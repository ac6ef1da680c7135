"""Give every older revision its decision and every batch that waits its proposal."""

import uuid
from datetime import timedelta

from django.db import migrations
from django.utils import timezone

LASTS = timedelta(days=90)


def fill(apps, schema_editor):
    Target = apps.get_model("indicators", "Target")
    Decision = apps.get_model("indicators", "Decision")
    for target in Target.objects.filter(revision__gt=0, decision=None):
        target.decision = Decision.objects.create(
            document=target.document, date=target.adopted_on, reason=target.reason
        )
        target.save(update_fields=["decision"])
    MilestoneStatus = apps.get_model("indicators", "MilestoneStatus")
    for status in MilestoneStatus.objects.all():
        status.token = uuid.uuid4()
        status.save(update_fields=["token"])
    propose(apps)


def propose(apps):
    """Put the batches that wait for a second person before one."""
    Batch = apps.get_model("indicators", "ImportBatch")
    Proposal = apps.get_model("indicators", "Proposal")
    for batch in Batch.objects.filter(state="proposed").exclude(by=None):
        Proposal.objects.create(
            kind="history",
            region=batch.region,
            subject=str(batch.token),
            title=batch.name,
            after={
                "places": batch.places,
                "counts": batch.counts,
                "source": batch.source,
            },
            reason=batch.note,
            by=batch.by,
            expires_on=timezone.localdate() + LASTS,
        )


def back(apps, schema_editor):
    """Write the decisions back into the columns they came from."""
    Target = apps.get_model("indicators", "Target")
    for target in Target.objects.exclude(decision=None).select_related("decision"):
        target.document = target.decision.document
        target.adopted_on = target.decision.date
        target.reason = target.decision.reason
        target.save(update_fields=["document", "adopted_on", "reason"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_decisions")]
    operations = [migrations.RunPython(fill, back)]

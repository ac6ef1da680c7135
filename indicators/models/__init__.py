"""The stored nouns, one module per part of the job."""

from indicators.models.aliases import Alias
from indicators.models.assessments import Assessment, Audience, CauseKind
from indicators.models.catalogue import Domain, Indicator
from indicators.models.decisions import BaselineRevision, Decision, Proposal
from indicators.models.doubts import Doubt
from indicators.models.drafts import EntryChange
from indicators.models.entries import Entry
from indicators.models.imports import ImportBatch
from indicators.models.jobs import Job, JobWorker
from indicators.models.leads import LeadChange, LeadDepartment
from indicators.models.milestones import MilestoneStatus
from indicators.models.notes import Matter, Note, SlipEvent, SlipRow, WorkSlip
from indicators.models.observations import Observation, ObservationChange
from indicators.models.others import OtherChange, OtherFigure
from indicators.models.outgoings import Outgoing
from indicators.models.owners import (
    BaseFigure,
    BaseFigureChange,
    DataOwner,
    Handover,
    Relation,
)
from indicators.models.paperwork import Attachment, FormEvent
from indicators.models.plans import Plan, PlanIndicator, PlanTask, Target
from indicators.models.reporting import Round, Submission
from indicators.models.summaries import Summary
from indicators.models.verdict_changes import VerdictChange

__all__ = [
    "Alias",
    "Assessment",
    "Attachment",
    "Audience",
    "BaseFigure",
    "BaseFigureChange",
    "BaselineRevision",
    "CauseKind",
    "DataOwner",
    "Decision",
    "Domain",
    "Doubt",
    "Entry",
    "EntryChange",
    "FormEvent",
    "Handover",
    "ImportBatch",
    "Indicator",
    "Job",
    "JobWorker",
    "LeadChange",
    "LeadDepartment",
    "Matter",
    "MilestoneStatus",
    "Note",
    "Observation",
    "ObservationChange",
    "OtherChange",
    "OtherFigure",
    "Outgoing",
    "Plan",
    "PlanIndicator",
    "PlanTask",
    "Proposal",
    "Relation",
    "Round",
    "SlipEvent",
    "SlipRow",
    "Submission",
    "Summary",
    "Target",
    "VerdictChange",
    "WorkSlip",
]

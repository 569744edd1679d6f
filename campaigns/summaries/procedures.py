"""The way of the alliance's own report: that of any paper of the office. `docs/workflow.md` shows it as a diagram."""

from emulation_portal.documents.drafts.procedures import paper_procedures

SUMMARY, TRANSCRIBED_SUMMARY = paper_procedures(
    code="summary", slug="bao-cao-tong-hop", model="summaries.SummaryReport", noun="báo cáo tổng hợp"
)

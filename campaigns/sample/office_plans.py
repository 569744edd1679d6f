# The office's own plans: one comes in as a draft to complete, the other as what was issued on paper.
OFFICE_PLANS = ("ke-hoach-2021-2025.md", "ke-hoach-644-covid-19.md")

"""Sample campaigns: a closed history 2021–2025 and a current campaign in full swing, dated from the day it is loaded."""

"""National law as dated data: which texts hold on a day, what may be given and who decides, which days are worked.

Pure: no ORM, no clock. What is not known is not there, and what the portal cannot vouch for says so.
"""

"""Messages to people: a row written in the transaction of the act that they tell of, and mailed by a job."""

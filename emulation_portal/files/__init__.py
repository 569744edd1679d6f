"""Files that people send: looked over in a process of its own, kept under random names, handed out by right."""

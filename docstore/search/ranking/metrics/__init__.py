"""The metrics, one in a file that bears its name; imported when it is first asked for."""

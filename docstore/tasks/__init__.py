"""What runs in the background, or ran: tasks with durable state, to list, wait for, cancel, rethrottle and resume."""

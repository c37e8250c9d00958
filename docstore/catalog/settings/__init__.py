"""Settings of indices and of the cluster: which there are, what they may be, and how they change."""

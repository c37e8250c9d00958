"""The APIs of the cluster of one node: health, state, settings, nodes, tasks."""

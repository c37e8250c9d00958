"""Edges over ``rest``: what carries requests to it, in this process or from a socket."""

"""Every API declared once: its name, methods and paths, parameters, privilege and a short handler.

The façade (``docstore.store``) calls an API by name with Python objects; REST finds the same one by path with strings and JSON.
"""

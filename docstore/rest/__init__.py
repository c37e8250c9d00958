"""The APIs over methods, paths and bytes: what an Elasticsearch server does with a request, without a socket."""

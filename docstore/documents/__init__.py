"""One document at a time: index, create, update, delete, get, bulk; and the policies that decide versions."""

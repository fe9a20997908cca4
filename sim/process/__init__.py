"""What an event does to a case and to a person: each sentence of docs/background/process.md once, for both engines.

Functions take records (`records.py`) and scalars, and return a scalar or write named fields. They run as they are on
the agents' objects, and compiled on the core's rows. They know nothing of queues, rooms and clocks: when something
happens, and to whom, is for the engines to say. Numbers such as 6.2 are those of the page.
"""

"""URLs -> pages saved as WARC: the one part of the program that goes out, and only when it is asked to.

    url -> target (gate) -> rules of its site (robots) -> pinned address (gate) -> exchange (wire) -> record, log (archive)

``errand.fetch`` goes that way. Nothing is imported here: the command line knows the command before anything is loaded.
"""

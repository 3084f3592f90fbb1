"""The connection to the server: policies and their keys, the stream, questions to people."""

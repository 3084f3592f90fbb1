"""Spans on their way to MetaAgent: redacted, kept, sent again until they are answered."""

"""The version of this package, which requests name in `MetaAgent-Sdk`."""

__version__ = "0.1.0"

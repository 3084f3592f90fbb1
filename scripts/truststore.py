#!/usr/bin/env python3
"""Writes the certificates that this machine trusts as a Java trust store: truststore.py FILE

A Java runtime from a package registry brings a list of certificates of its own, which lacks those that a company added to
the machine. The format is JKS (magic, version 2, entries of trusted certificates, keyed SHA-1), password "changeit".
"""
import hashlib
import ssl
import struct
import sys

PASSWORD = "changeit"


def text(value):
    encoded = value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def entry(number, certificate):
    created = struct.pack(">Q", 0)
    return struct.pack(">I", 2) + text(f"trusted-{number}") + created + text("X.509") + struct.pack(">I", len(certificate)) + certificate


def main(file):
    certificates = sorted(set(ssl.create_default_context().get_ca_certs(binary_form=True)))
    if not certificates:
        sys.exit("no certificate of this machine was found")
    body = struct.pack(">III", 0xFEEDFEED, 2, len(certificates))
    body += b"".join(entry(number, certificate) for number, certificate in enumerate(certificates))
    digest = hashlib.sha1(PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()
    with open(file, "wb") as out:
        out.write(body + digest)


if __name__ == "__main__":
    main(sys.argv[1])

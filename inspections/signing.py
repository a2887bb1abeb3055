"""Signing checkpoints (检查点签名): who owns the machine could make a new chain, but not an old signature of it.

Owns: the installation's Ed25519 key (a file only its owner reads) and the signature of a checkpoint. Does not own what a
checkpoint is (replay.py) or where copies are kept: outside this machine, with whoever should be able to check.
Source: design.md §2; RFC 8032.
"""

import os
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inspections.replay import Checkpoint


def key_in(file: Path) -> Ed25519PrivateKey:
    """The key in a file; made there the first time, readable by its owner alone."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(Ed25519PrivateKey.generate().private_bytes_raw())
            out.flush()
            os.fsync(out.fileno())
    return Ed25519PrivateKey.from_private_bytes(file.read_bytes())


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Checkpoint:
    """The checkpoint with the public key and the signature over everything else."""
    named = msgspec.structs.replace(checkpoint, key=key.public_key().public_bytes_raw().hex(), signature="")
    return msgspec.structs.replace(named, signature=key.sign(said(named)).hex())


def said(checkpoint: Checkpoint) -> bytes:
    """What is signed: the checkpoint without its signature, keys sorted."""
    return msgspec.json.encode(msgspec.structs.replace(checkpoint, signature=""), order="sorted")


def holds(checkpoint: Checkpoint) -> bool:
    """Does the signature fit the checkpoint and the key it names? Whose key that is, the reader must know."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint.key))
        public.verify(bytes.fromhex(checkpoint.signature), said(checkpoint))
    except (InvalidSignature, ValueError):
        return False
    return True

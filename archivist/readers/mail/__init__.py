"""This package reads mail: one message (`.eml`), or a mailbox of them (`.mbox`)."""

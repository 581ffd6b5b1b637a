"""This package keeps the graphs of records in a store on disk, and asks it."""

"""This package writes records as a static site of linked data."""

"""This package reads the standards of news agencies: NewsML, NITF, ninjs, and wires."""

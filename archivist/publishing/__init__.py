"""This package sends the graphs of records to a SPARQL 1.1 Graph Store."""

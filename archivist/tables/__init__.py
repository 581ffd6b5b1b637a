"""This package writes records as tables: CSV with a CSVW description, or Parquet."""

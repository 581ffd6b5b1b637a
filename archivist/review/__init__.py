"""This package writes records as one page on which a person checks and corrects them."""

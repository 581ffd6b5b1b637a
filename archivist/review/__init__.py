"""This package makes records easy to check by eye: one page to read and correct them, samples of
them, and the precision of the rules as the readers judged."""

from archivist.review.article import Article
from archivist.review.page import page
from archivist.review.sample import Design, Sample
from archivist.review.where import Condition, condition

__all__ = ["Article", "Condition", "Design", "Sample", "condition", "page"]

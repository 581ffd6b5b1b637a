"""This package reads feeds, exports and dumps: many articles in one XML or JSON file."""

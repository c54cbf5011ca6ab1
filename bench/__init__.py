"""Measuring the site: a bulk filler of generated appeals and the statements and times of its pages."""

"""The report as pure computation: indicators, counting, hiding small numbers, comparing."""

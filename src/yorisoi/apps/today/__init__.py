"""Whom to contact today and what to give, or no one."""

"""Registers of 红色物业: companies with their contracts and party cover, committees, cross posts (RP-5, RP-61)."""

from shuangluan.red_property.views.books import committees, companies, compounds, lists, posts

__all__ = ["committees", "companies", "compounds", "lists", "posts"]

"""社区工作者职业体系: the workers of the communities from entry to exit (handbook WF)."""

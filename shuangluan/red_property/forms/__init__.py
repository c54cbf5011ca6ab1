"""The shape of what is typed in red property; the rules are asked by the services."""

"""The demonstration district, built through the services (D16); imported by the command line only."""

"""全科网格: grids, teams, duties, patrols, residents' appeals."""

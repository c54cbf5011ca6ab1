"""Red property 红色物业: companies, committees, the monthly meeting of three parties, owners' votes."""

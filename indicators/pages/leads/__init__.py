"""牵头、配合部门: who answers for the rows of a plan."""

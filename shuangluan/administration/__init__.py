"""管理: what keeps the site itself in order; first of all the register of persons 人员 (D3a, D19)."""

"""数据提供部门: who supplies each indicator of a region."""

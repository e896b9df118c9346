"""What the cells of a row count; rows that add up others or the months before."""

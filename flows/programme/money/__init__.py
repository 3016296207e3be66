"""What cover costs, where the year stands beside quota and ceiling, and what share of the workforce is reached."""

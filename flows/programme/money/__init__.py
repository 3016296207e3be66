"""What cover costs and pays, where the year stands beside quota and ceiling, what share of the workforce is reached."""

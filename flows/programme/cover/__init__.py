"""Who is covered in which month, who waits, who left and why, and what closed months must be corrected by."""

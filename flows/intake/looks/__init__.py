"""How cells look, where that says something of a person: struck through or coloured, in each kind of workbook."""

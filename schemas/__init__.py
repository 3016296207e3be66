"""Everything that is declared: columns, tables, reasons, senders, reference data, expectations."""

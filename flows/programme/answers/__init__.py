"""What comes back from outside beside the ledger: bills, claims, deaths without a claim, aid."""

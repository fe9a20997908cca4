"""What a person looks at: tables on a terminal, results folders, one customer's journey."""

"""Do tests notice a program that is wrong? `make mutants` changes it in one place after the other, and runs them."""

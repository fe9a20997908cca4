"""The science: one small pure function per sentence of the model, plain and compiled alike."""
